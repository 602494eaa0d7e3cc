import { type Section } from './markup.js';
/** What each model is and consists of. */
export declare const models: Section;
