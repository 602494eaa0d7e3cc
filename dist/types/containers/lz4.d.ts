import { Cursor } from '../bytes/cursor.js';
import type { OutputBuffer } from './output-buffer.js';
/** Decodes LZ4 frames (lz4_Frame_format.md); skippable and legacy frames included, checksums not verified. */
export declare function decodeLz4(input: Cursor, output: OutputBuffer): void;
/** One block: a token, literals, a match, again. Matches may reach back to `windowStart`. */
export declare function decodeLz4Block(input: Cursor, output: OutputBuffer, windowStart: number): void;
