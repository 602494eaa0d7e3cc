import { type RObject, type RSerialization } from '../../containers/r-serialization.js';
/** Names of a vector, or of the columns of a data frame or list. */
export declare const namesOf: (value: RObject | undefined) => string[];
/** Texts with NA as such; empty for anything else. */
export declare const texts: (value: RObject | undefined) => string[];
/** Row and column names of a matrix; null where it has none. */
export declare function dimensionNames(matrix: RObject): (string[] | null)[];
/** Labels of a factor; null for anything else. */
export declare const levelsOf: (value: RObject | undefined) => string[] | null;
/** A list of character vectors by name, as `xlevels` are. Entries that are none are left out. */
export declare function namedTexts(value: RObject | undefined): Record<string, string[]>;
/** A matrix by rows. */
export interface Matrix {
    rows: number;
    columns: number;
    rowNames: string[] | null;
    columnNames: string[] | null;
    at(row: number, column: number): number;
}
/** Reads values of one serialization. */
export declare class RReading {
    readonly input: RSerialization['input'];
    constructor(input: RSerialization['input']);
    /** Numbers of a vector, column-major; NA and NaN are NaN. Empty for anything that is no vector of numbers. */
    numbers(value: RObject | undefined): Promise<number[]>;
    /** The number that a vector of one value is. */
    number(value: RObject | undefined): Promise<number | null>;
    /** The number of that name in a vector. */
    named(value: RObject | undefined, name: string): Promise<number | null>;
    /** Strings of a character vector or labels of a factor. */
    strings(value: RObject | undefined): Promise<string[]>;
    matrix(value: RObject | undefined): Promise<Matrix | null>;
}
/** A variable in the environment of the first function of a list that has it. */
export declare function closureVariable(functions: RObject | undefined, name: string): RObject | undefined;
/** Member of a list by a `$` path. */
export declare const memberAt: (value: RObject, path: string) => RObject | undefined;
