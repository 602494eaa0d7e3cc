import { type ByteSource, checkRange } from '../bytes/source.js';

/** Bytes held in memory as the parts they arrived in, so that large output is never copied once more to be joined. */
export function heldSource(parts: readonly Uint8Array[]): ByteSource {
  const starts: number[] = [];
  let size = 0;
  for (const part of parts) {
    starts.push(size);
    size += part.length;
  }
  return {
    size,
    async read(start, end) {
      checkRange(start, end, size);
      let index = partAt(starts, start);
      const first = parts[index];
      const from = start - (starts[index] ?? 0);
      if (first !== undefined && end - start <= first.length - from) return first.subarray(from, from + end - start);
      const bytes = Buffer.allocUnsafe(end - start);
      for (let filled = 0; filled < bytes.length; index++) {
        const part = parts[index] as Uint8Array;
        const skip = start + filled - (starts[index] as number);
        const piece = part.subarray(skip, skip + bytes.length - filled);
        bytes.set(piece, filled);
        filled += piece.length;
      }
      return bytes;
    },
  };
}

/** Index of the last part that begins at or before `offset`. */
function partAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
