import { Cursor } from '../bytes/cursor.js';
import type { OutputBuffer } from './output-buffer.js';
/** Decodes a `.lzma` stream (LZMA alone): properties, dictionary size, size or all ones, range-coded data. */
export declare function decodeLzma(input: Cursor, output: OutputBuffer): void;
/**
 * Decodes an LZMA2 stream up to its end mark: chunks of a control byte, sizes, and either raw or LZMA data.
 * Each chunk's declared sizes must be met exactly.
 */
export declare function decodeLzma2(input: Cursor, output: OutputBuffer): void;
