import { type Section } from './markup.js';
/** What is packed, by the folder of the bag, and what stays out. */
export declare const archive: Section;
