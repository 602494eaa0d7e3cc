import { type Format } from './format.js';
/** A file without a byte: an interrupted download or a placeholder. */
export declare const empty: Format;
