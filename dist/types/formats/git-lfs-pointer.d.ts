import { type Format } from './format.js';
/** The three lines that stand for a file kept outside of git. */
export declare const gitLfsPointer: Format;
