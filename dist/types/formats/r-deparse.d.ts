import { type RObject } from '../containers/r-serialization.js';
/** An expression as R's `deparse` writes it, its lines joined by a space. */
export declare function deparse(value: RObject): string;
