import type { Cursor } from '../bytes/cursor.js';
import type { OutputBuffer } from './output-buffer.js';
/** Decodes zstd frames (RFC 8878). Fed in small steps, so that output beyond the limits stops it after at most one step. */
export declare function decodeZstd(input: Cursor, output: OutputBuffer): Promise<void>;
