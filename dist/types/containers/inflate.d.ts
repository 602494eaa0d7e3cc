import { createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
/** What decompression yielded, up to the first problem. */
export interface Decompressed {
    source: ByteSource;
    /** Bytes of the input that the stream used. */
    consumed: number;
    /** Why it stopped before the end of the stream, if it did. */
    problem?: FormatError;
}
declare const ENGINES: {
    readonly gzip: typeof createGunzip;
    readonly zlib: typeof createInflate;
    readonly raw: typeof createInflateRaw;
};
/** Inflates a gzip, zlib or raw deflate stream into memory and stops at the limits; what was inflated until then is kept. */
export declare function inflate(kind: keyof typeof ENGINES, source: ByteSource, limits: Limits): Promise<Decompressed>;
/** Where the first member of a gzip stream keeps a name, a comment and what else it likes, which no reader looks at; null where nowhere. */
export declare function gzipFields(source: ByteSource): Promise<{
    start: number;
    end: number;
} | null>;
/** Inflates a zip member of declared size. Throws `zip-structure` where the size is another, `truncated`, `invalid-structure`, `resource-limit`. */
export declare function inflateRaw(source: ByteSource, declaredSize: number, limits: Limits): Promise<ByteSource>;
/** Most bytes that `compressed` bytes may yield: the smaller of both limits; little output is not held to the ratio. */
export declare const maximumOutput: (compressed: number, limits: Limits) => number;
/** The error for output beyond the limits, with value and maximum. */
export declare function overLimit(compressed: number, found: number, limits: Limits): FormatError;
/** A FormatError of whatever zlib threw; errors that are not about the bytes are thrown on. */
export declare function asInflateError(error: unknown, offset: number): FormatError;
export {};
