/**
 * Filters that 7z and xz put before a compression: the addresses of calls in machine code made absolute, and differences of bytes.
 * Each is undone in place, over a whole stream that begins at address 0 (xz file format 5.3; their ids there are those of 7z as well).
 */
type Filter = (bytes: Uint8Array, properties: Uint8Array) => void;
/** By their ids in xz. */
export declare const CODE_FILTERS: ReadonlyMap<number, Filter>;
/** Their ids in archives of 7-Zip that had others before. */
export declare const SEVEN_ZIP_FILTERS: ReadonlyMap<string, Filter>;
export {};
