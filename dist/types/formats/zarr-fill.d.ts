import type { Json } from '../containers/json-document.js';
/** Bytes of a fill value, little-endian; null where its spelling has no known bytes. Absent is zero. */
export declare function zarrFill(value: Json | undefined, dtype: string): Uint8Array | null;
