import { type ReadmeFacts } from './told.js';
/** The English half of README.txt. */
export declare function readmeEnglish(told: ReadmeFacts): string;
