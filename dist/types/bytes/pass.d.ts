import { type Algorithm } from './digest-threads.js';
import { type ByteSource, type FilePlace } from './source.js';
/** Digests by algorithm, lower-case hexadecimal. */
export type Digests = Partial<Record<Algorithm, string>>;
/** What is done with bytes while they pass, each read once. */
export interface PassOptions {
    /** Digests to make; none by default. */
    algorithms?: readonly Algorithm[];
    /** Compute the CRC-32 of zip. */
    crc?: boolean;
    /** Writes bytes elsewhere; they must not be kept. Calls overlap: `at` is their place, counted from the first byte. */
    write?(bytes: Buffer, at: number): Promise<void>;
    /** Where `write` puts them, if that is a file: threads may write there by themselves instead. It is open for reading as well. */
    into?: FilePlace | undefined;
    advance?(bytes: number): void;
    /** Memory that short content may be read into, for those who want it there. */
    room?: Buffer;
}
export interface Passed {
    digests: Digests;
    /** 0 where it was not asked for. */
    crc32: number;
    length: number;
}
/** Content up to this length is not worth a thread: it is digested where it is. */
export declare const SHORT_BYTES: number;
/** Passes the bytes [start, end) of a source, reading ahead; digests are made in other threads. */
export declare function pass(source: ByteSource, options: PassOptions, start?: number, end?: number): Promise<Passed>;
/** Passes chunks in order, as they come; `expected` bytes in all, where that is known. */
export declare function passChunks(parts: AsyncIterable<Uint8Array>, options: PassOptions, expected?: number): Promise<Passed>;
