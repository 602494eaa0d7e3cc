import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import type { Format, Observation } from './format.js';
import { type Glimpse } from './glimpse.js';
/** Which format a file has, by content first. */
export interface Identification {
    format: Format;
    /** Compressions around the format, outermost first. */
    wrappers: string[];
    /** What it was recognized by. */
    basis: string;
    /** Ids of formats that the content also proves and that neither refine nor generalize `format` (a polyglot). */
    alsoRecognizedAs: string[];
    /** Those formats. */
    others: Format[];
    /** Glimpse of the unwrapped content. */
    glimpse: Glimpse;
    /** The unwrapped content. */
    source: ByteSource;
    /** The content as it was given. */
    outermost: ByteSource;
    /** Noticed while unwrapping. */
    remarks: Observation[];
    /** Bytes behind the ends of streams and in fields of their headers, which nobody decompresses. */
    rests: Rest[];
    /** Why unwrapping stopped before the content was known. */
    failure?: FormatError;
}
/** Bytes that no stream explains, that its readers skip, or a broken one; `base` is the offset of the source in the file, undefined inside a stream. */
export interface Rest {
    source: ByteSource;
    start: number;
    end: number;
    base: number | undefined;
}
/**
 * Asks every format. Certain beats possible; of two certain ones the more special wins, and unrelated ones are a
 * polyglot, told in `alsoRecognizedAs`. A possible one needs its extension, else the first in registry order wins.
 * Compressed content is unwrapped and asked again; what lies inside decides.
 */
export declare function identify(glimpse: Glimpse, limits: Limits): Promise<Identification>;
