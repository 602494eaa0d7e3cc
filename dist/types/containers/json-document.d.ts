import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
/** A JSON value. Objects have no prototype, so that a key like `__proto__` is a key like any other. */
export type Json = null | boolean | number | string | Json[] | {
    [key: string]: Json;
};
export type JsonObject = {
    [key: string]: Json;
};
export interface JsonOptions {
    /** Nesting allowed; deeper is `resource-limit`. */
    depth: number;
    /** Most values, however nested; further ones are `resource-limit`. Unbounded by default. */
    values?: number;
    /** Offset of the text in its file, for messages. */
    base?: number;
    /** Accepts `NaN`, `Infinity` and `-Infinity`, which Python's json module writes. */
    nonFinite?: boolean;
    /** Accepts UTF-16 and UTF-32 as Python's json module tells them: by a byte order mark, or by which bytes are zero. */
    anyUnicode?: boolean;
    /** Called for a key that its object already has; by default that is a FormatError `duplicate-key`. The last value wins. */
    onDuplicate?: (key: string, offset: number) => void;
}
export declare const isObject: (value: Json | undefined) => value is JsonObject;
/** Reads a whole source as one JSON document. */
export declare function readJson(source: ByteSource, limits: Limits, options?: Partial<JsonOptions>): Promise<Json>;
/** Parses UTF-8 JSON (RFC 8259) strictly: no byte order mark but a leading one, nothing after the value, no lone control characters. */
export declare function parseJson(bytes: Uint8Array, options: JsonOptions): Json;
