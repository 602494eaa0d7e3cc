import type { ByteSource } from '../bytes/source.js';
/** How numbers are written: big-endian (XDR), as the machine has them, or as text. */
export type REncoding = 'xdr' | 'little-endian' | 'ascii';
/** Bytes that are ready before an item is parsed: more than any item has besides its values. */
export declare const READY_BYTES: number;
/** How R writes NA in integers and logicals. */
export declare const NA_INTEGER = -2147483648;
/** Reads a serialization from front to back through a window. Reading is synchronous; `fill` makes bytes ready before. */
export declare class RInput {
    #private;
    readonly source: ByteSource;
    encoding: REncoding;
    constructor(source: ByteSource, encoding?: REncoding);
    /** Offset in the stream. */
    get offset(): number;
    /** Whether `count` bytes, or all that are left, can be read without `fill`. */
    isReady(count?: number): boolean;
    get isAtEnd(): boolean;
    /** Makes `count` bytes ready, or all that are left. */
    fill(count?: number): Promise<void>;
    /** Goes on at an offset, behind values that nobody needs yet. */
    moveTo(offset: number): void;
    int(): number;
    double(): number;
    /** As `double`, NA being null: a NaN whose lower half is 1954. */
    doubleOrNull(): number | null;
    byte(): number;
    /** The next run of characters that are no space. */
    word(): string;
    /** Bytes of a string of known length; in text form they are escaped. */
    bytes(length: number): Uint8Array;
    /** True where only spaces are left of a text stream, or nothing of a binary one. */
    isFinished(): boolean;
}
/** Bits of R's missing number: a NaN with the payload 1954, as R's text form makes it. */
export declare const NA_REAL_BITS = 9218868437227407266n;
/** A number of the text form: decimal, hexadecimal (`0x1.8p+3`), `NA`, `NaN`, `Inf`, `-Inf`. NA is NaN here; the values' reader keeps it apart. */
export declare function parseDouble(word: string, offset: number): number;
