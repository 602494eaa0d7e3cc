import { type Format } from './format.js';
/** A program that stands where a model is asked for: what it loads without a guard is told. */
export declare const pythonScript: Format;
