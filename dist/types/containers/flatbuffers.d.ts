import type { ByteSource } from '../bytes/source.js';
/** A run of bytes inside the buffer. */
export interface FlatRange {
    start: number;
    end: number;
}
/**
 * A table of a FlatBuffers buffer, its fields by their number in the schema. Every access is checked; an offset that
 * leaves the buffer is a FormatError. Nothing is read before it is asked for: use a windowed source.
 */
export interface FlatTable {
    /** Position in the buffer: two equal ones are the same table. */
    position: number;
    u8(field: number): Promise<number>;
    i8(field: number): Promise<number>;
    i32(field: number, missing?: number): Promise<number>;
    u32(field: number, missing?: number): Promise<number>;
    /** Beyond 2^53 it is no size of any file: `invalid-structure`. */
    u64(field: number): Promise<number>;
    /** '' where the table lacks it. */
    text(field: number): Promise<string>;
    table(field: number): Promise<FlatTable | null>;
    /** Where a vector of bytes lies. */
    bytes(field: number): Promise<FlatRange | null>;
    /** Where a vector of numbers or structs lies, and how many it has. */
    vector(field: number, itemBytes: number): Promise<(FlatRange & {
        count: number;
    }) | null>;
    i32s(field: number): Promise<number[]>;
    /** Tables of a vector, opened one by one. */
    tables(field: number): AsyncGenerator<FlatTable>;
}
/** The root table: the buffer begins with its offset. */
export declare function openRoot(source: ByteSource): Promise<FlatTable>;
