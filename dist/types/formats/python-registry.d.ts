import type { Format } from './format.js';
/** Formats of Python's frameworks, and the archives that hold them; most special first. */
export declare const pythonFormats: readonly Format[];
