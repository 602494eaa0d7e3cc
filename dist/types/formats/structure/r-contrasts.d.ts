import type { RObject } from '../../containers/r-serialization.js';
import { type RReading } from './r-reading.js';
/** Numbers that a factor's levels stand for in a design matrix, column by column. */
export interface Coding {
    /** Label of each column as R appends it to the factor's name. */
    labels: string[];
    /** One list a column, one number a level. */
    weights: number[][];
}
/** One column a level: what R does where a factor is not reduced. */
export declare const indicators: (levels: readonly string[]) => Coding;
/** Coding that a model says it used: the name of one of R's functions, or a matrix. Null where nobody here knows it. */
export declare function codingOf(contrast: RObject, levels: readonly string[], reading: RReading): Promise<Coding | null>;
