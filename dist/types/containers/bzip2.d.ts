import type { Cursor } from '../bytes/cursor.js';
import type { OutputBuffer } from './output-buffer.js';
/** Decodes bzip2 streams, also several after each other; the CRC of every block is verified. */
export declare function decodeBzip2(input: Cursor, output: OutputBuffer): void;
