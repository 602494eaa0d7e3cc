import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
/** Data types of elements (MAT-File Format, table 1-1). */
export declare const MI: {
    readonly int8: 1;
    readonly uint8: 2;
    readonly int16: 3;
    readonly uint16: 4;
    readonly int32: 5;
    readonly uint32: 6;
    readonly single: 7;
    readonly double: 9;
    readonly int64: 12;
    readonly uint64: 13;
    readonly matrix: 14;
    readonly compressed: 15;
    readonly utf8: 16;
    readonly utf16: 17;
    readonly utf32: 18;
};
/** Bytes of an item of each numeric type. */
export declare const MI_BYTES: Readonly<Record<number, number>>;
/** Classes of arrays (table 1-3). */
export declare const MX: {
    readonly cell: 1;
    readonly struct: 2;
    readonly object: 3;
    readonly char: 4;
    readonly sparse: 5;
    readonly double: 6;
    readonly single: 7;
    readonly int8: 8;
    readonly uint8: 9;
    readonly int16: 10;
    readonly uint16: 11;
    readonly int32: 12;
    readonly uint32: 13;
    readonly int64: 14;
    readonly uint64: 15;
    readonly function: 16;
    readonly opaque: 17;
};
export declare const HEADER_BYTES = 128;
/** A run of numbers in some source. */
export interface MatData {
    type: number;
    source: ByteSource;
    start: number;
    length: number;
}
/** An array of a MAT-file of level 5. */
export interface MatArray {
    name: string;
    class: number;
    isLogical: boolean;
    isComplex: boolean;
    shape: number[];
    /** Data elements: values of numbers, real then imaginary; row indices, column starts and values of sparse arrays. */
    data: MatData[];
    /** Fields of structures and elements of cells, column-major, fields of one element together. */
    children: MatArray[];
    /** True where the values lie uncompressed in the file itself. */
    isInFile: boolean;
    littleEndian: boolean;
}
/** Arrays at the top of a MAT-file of level 5, compressed ones inflated only as far as needed. */
export declare function readMatArrays(source: ByteSource, limits: Limits, values: boolean): AsyncGenerator<MatArray>;
