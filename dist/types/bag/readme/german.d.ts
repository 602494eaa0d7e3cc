import { type ReadmeFacts } from './told.js';
/** The German half of README.txt, umlauts written out. */
export declare function readmeGerman(told: ReadmeFacts): string;
