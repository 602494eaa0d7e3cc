/** Reads numbers and runs of bytes from memory, in order, never past the end. `base` is the file offset of byte 0. */
export declare class Cursor {
    #private;
    readonly bytes: Uint8Array;
    readonly base: number;
    littleEndian: boolean;
    constructor(bytes: Uint8Array, base?: number, littleEndian?: boolean);
    /** Position relative to the first byte of `bytes`. */
    get position(): number;
    /** Position as an offset in the file. */
    get offset(): number;
    get remaining(): number;
    seek(position: number): void;
    skip(count: number): void;
    take(count: number): Uint8Array;
    /** UTF-8 text; malformed sequences become U+FFFD. */
    text(count: number): string;
    latin1(count: number): string;
    u8(): number;
    i8(): number;
    u16(): number;
    i16(): number;
    u32(): number;
    i32(): number;
    u64(): bigint;
    i64(): bigint;
    f32(): number;
    f64(): number;
    /** A declared size or offset as a number; beyond 2^53 it cannot be inside any file. */
    size64(): number;
}
