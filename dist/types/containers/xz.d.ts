import { Cursor } from '../bytes/cursor.js';
import type { OutputBuffer } from './output-buffer.js';
/** Decodes .xz streams, also several after each other (xz file format 1.2.1). Filters of code before LZMA2 are undone; CRC-32 and SHA-256 are verified. */
export declare function decodeXz(input: Cursor, output: OutputBuffer): void;
