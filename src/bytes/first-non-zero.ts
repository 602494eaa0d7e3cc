import { type ByteSource, CHUNK_BYTES } from './source.js';

const FIRST_WINDOW = 512;

/**
 * Offset of the first byte that is not zero; `end` where all are. Little is read where one comes soon: whoever asks behind each
 * of many short runs of zeros reads the source once, not as many times.
 */
export async function firstNonZero(source: ByteSource, start: number, end: number): Promise<number> {
  let window = FIRST_WINDOW;
  for (let at = start; at < end; at += window, window = Math.min(window * 2, CHUNK_BYTES)) {
    const found = (await source.read(at, Math.min(at + window, end))).findIndex((byte) => byte !== 0);
    if (found >= 0) return at + found;
  }
  return end;
}
