import type { FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
/** A stream into an open file from its beginning, many small writes gathered into one; the handle stays open. */
export declare function fileSink(handle: FileHandle): Writable;
