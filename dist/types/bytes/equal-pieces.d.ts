import { type ByteSource } from './source.js';
/**
 * Whether two sources of one size hold the same bytes, told for each piece of CHUNK_BYTES (the last one may be shorter), in order.
 * Threads compare what lies in files.
 */
export declare function equalPieces(a: ByteSource, b: ByteSource): AsyncGenerator<boolean>;
