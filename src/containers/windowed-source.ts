import { type ByteSource, checkRange } from '../bytes/source.js';

const FIRST_WINDOW = 4096;
const LARGEST_WINDOW = 1 << 18;

/**
 * The same source with small reads served from a window. The window grows while reads go forward and shrinks after a
 * jump, so that walking a short structure between huge payloads reads little of the payloads.
 */
export function windowedSource(source: ByteSource): ByteSource {
  let held: Uint8Array = new Uint8Array(0);
  let start = 0;
  let size = FIRST_WINDOW;
  return {
    size: source.size,
    async read(from, to) {
      checkRange(from, to, source.size);
      if (from >= start && to <= start + held.length) return held.subarray(from - start, to - start);
      if (to - from >= LARGEST_WINDOW) return source.read(from, to);
      const goesOn = held.length > 0 && from >= start && from <= start + held.length;
      size = goesOn ? Math.min(size * 2, LARGEST_WINDOW) : FIRST_WINDOW;
      held = await source.read(from, Math.min(source.size, from + Math.max(size, to - from)));
      start = from;
      return held.subarray(0, to - from);
    },
  };
}
