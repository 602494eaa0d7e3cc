import type { ByteSource } from '../../bytes/source.js';

/** A block holds many small members; longer reads pass by. */
const BLOCK_BYTES = 1 << 20;
const SHORT_READ_BYTES = 1 << 18;

/**
 * A source that reads a block where little is asked for: thousands of small members, each a header and some bytes, cost one
 * read a block in place of two a member. What it hands out is part of the block and must not be changed.
 */
export function blockSource<Source extends ByteSource>(source: Source): Source {
  let start = 0;
  let block: Promise<Uint8Array> | undefined;
  let end = 0;
  return {
    ...source,
    async read(from, to) {
      const isShort = from <= to && to <= source.size && to - from <= SHORT_READ_BYTES;
      if (!isShort) return source.read(from, to);
      if (block === undefined || from < start || to > end) {
        start = from;
        end = Math.min(source.size, from + BLOCK_BYTES);
        block = source.read(start, end);
      }
      const at = start;
      return (await block).subarray(from - at, to - at);
    },
  };
}
