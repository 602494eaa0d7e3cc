import type { Limits } from '../bytes/limits.js';
/** Growing output of a decompressor, which also serves as its window. Throws `resource-limit` at the limits. */
export declare class OutputBuffer {
    #private;
    readonly compressed: number;
    readonly limits: Limits;
    bytes: Uint8Array;
    length: number;
    constructor(compressed: number, limits: Limits);
    /** Makes room for `count` more bytes. */
    ensure(count: number): void;
    push(byte: number): void;
    append(bytes: Uint8Array): void;
    /** Repeats `count` bytes from `distance` back; the ranges may overlap. The caller has checked the distance. */
    copyBack(distance: number, count: number): void;
    /** What was written so far. */
    written(): Uint8Array;
}
