import type { FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';

/** Bytes waiting to be written together. */
const WAITING_BYTES = 4 << 20;

/** A stream into an open file from its beginning, many small writes gathered into one; the handle stays open. */
export function fileSink(handle: FileHandle): Writable {
  let position = 0;
  const writeAll = async (buffers: Buffer[]): Promise<void> => {
    const total = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
    const { bytesWritten } = await handle.writev(buffers, position);
    position += bytesWritten;
    // A call may write less than asked for, on a nearly full disk for one; the next one says why.
    if (bytesWritten < total) await writeAll([Buffer.concat(buffers).subarray(bytesWritten)]);
  };
  const settle = (writing: Promise<void>, done: (error?: Error | null) => void): void => {
    writing.then(() => done(), done);
  };
  return new Writable({
    highWaterMark: WAITING_BYTES,
    write: (chunk: Buffer, _encoding, done) => settle(writeAll([chunk]), done),
    writev: (chunks, done) =>
      settle(writeAll(chunks.map(({ chunk }) => chunk as Buffer).filter((chunk) => chunk.length > 0)), done),
  });
}
