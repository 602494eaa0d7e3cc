import { type ByteSource, checkRange } from './source.js';

/** Several sources, one behind the other, seen as one. */
export function joinedSource(sources: readonly ByteSource[]): ByteSource {
  const starts: number[] = [];
  let size = 0;
  for (const source of sources) {
    starts.push(size);
    size += source.size;
  }
  return {
    size,
    async read(start, end) {
      checkRange(start, end, size);
      const reads = sources.flatMap((source, i) => {
        const at = starts[i] ?? 0;
        const [from, to] = [Math.max(start - at, 0), Math.min(end - at, source.size)];
        return from < to ? [source.read(from, to)] : [];
      });
      const parts = await Promise.all(reads);
      return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
    },
  };
}
