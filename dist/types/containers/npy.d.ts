import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type NumpyDtype } from './numpy-dtype.js';
/** Header of an npy file (NumPy Enhancement Proposal 1 and its versions 2.0 and 3.0). */
export interface NpyHeader {
    version: [number, number];
    dtype: NumpyDtype;
    /** As written: a type string, or a list of fields. */
    descr: string;
    fortran: boolean;
    shape: number[];
    /** Offset of the values. */
    dataStart: number;
}
export declare const isNpy: (head: Uint8Array) => boolean;
/** Reads the header only. Throws `invalid-structure`, `truncated`, `unsupported`, `resource-limit`. */
export declare function readNpyHeader(source: ByteSource, limits: Limits): Promise<NpyHeader>;
