import type { Tensor } from './tensor.js';
/** `model.ini`: settings of the model, names of its columns, and for each column with levels the file that lists them. */
export interface MojoSettings {
    info: ReadonlyMap<string, string>;
    columns: readonly string[];
    /** Place of a column, path below `domains/`. */
    domains: readonly {
        column: number;
        file: string;
    }[];
}
/** Parses `model.ini`; null where it is no settings of a MOJO. Lines: `key = value`, a column, `place: count file`. */
export declare function parseMojoSettings(text: string): MojoSettings | null;
/** Value of a setting as Java wrote it: a number, true or false, null, a list of numbers, else text. */
export declare function mojoValue(text: string): string | number | boolean | null | number[];
/** A list of numbers of the settings as a tensor. `text` tells doubles, which Java writes with a point, from integers. */
export declare function mojoTensor(name: string, key: string, numbers: readonly number[], text: string): Tensor;
