import { type Format } from './format.js';
/** A diffusers pipeline in one file: a zip whose members are stored as they are. */
export declare const dduf: Format;
