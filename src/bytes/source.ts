import { FormatError } from './format-error.js';

/**
 * The only door to bytes. Two members, so that a file, memory, a range of another source, a git blob,
 * a zip member and a counting test double all fit.
 */
export interface ByteSource {
  /** Length in bytes. */
  readonly size: number;
  /**
   * Bytes of the half-open range [start, end). Never fewer: a range that is not inside the source
   * rejects with FormatError `truncated`, so that no reader has to check for short reads.
   */
  read(start: number, end: number): Promise<Uint8Array>;
  /** Fills `target` with the bytes from `start` on, where that costs less than `read`; ask through `readInto`. */
  readInto?(start: number, target: Uint8Array): Promise<void>;
  /** The same at once, or false where that would take long or cannot be had: then nothing was read. Throws what `read` rejects with. */
  readNow?(start: number, target: Uint8Array): boolean;
  /** Where the bytes lie in a file that this process holds open: for threads that read by themselves. */
  readonly file?: FilePlace;
}

/** A place in a file that this process holds open. */
export interface FilePlace {
  descriptor: number;
  start: number;
}

/** Fills `target` with the bytes from `start` on; rejects as `read` does. */
export async function readInto(source: ByteSource, start: number, target: Uint8Array): Promise<void> {
  if (source.readInto) await source.readInto(start, target);
  else target.set(await source.read(start, start + target.length));
}

/** A source that holds a handle; whoever opened it closes it. */
export interface OpenByteSource extends ByteSource {
  close(): Promise<void>;
}

/** Rejects a range that the source cannot fill. */
export function checkRange(start: number, end: number, size: number): void {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
    throw new FormatError('invalid-structure', `expected a byte range, found [${start}, ${end})`);
  }
  if (end > size)
    throw new FormatError('truncated', `expected ${end - start} bytes, found ${Math.max(0, size - start)}`, start);
}

/** Bytes that are already in memory. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    async read(start, end) {
      checkRange(start, end, bytes.length);
      return bytes.subarray(start, end);
    },
  };
}

/** The range [start, end) of another source, seen as a source of its own. */
export function subSource(source: ByteSource, start: number, end: number): ByteSource {
  checkRange(start, end, source.size);
  const size = end - start;
  const { file } = source;
  return {
    size,
    ...(file && { file: { descriptor: file.descriptor, start: file.start + start } }),
    async read(from, to) {
      checkRange(from, to, size);
      return source.read(start + from, start + to);
    },
    async readInto(from, target) {
      checkRange(from, from + target.length, size);
      await readInto(source, start + from, target);
    },
  };
}

/** Chunk size of sequential reads: large enough that per-read cost vanishes, small enough for flat memory. */
export const CHUNK_BYTES = 1 << 20;

/** Chunks that lie one behind the other in a source: whoever can do better than take them one by one asks for the whole. */
export interface RangeChunks extends AsyncIterable<Uint8Array> {
  /** All of the bytes. Rejects as `subSource` does. */
  whole(): ByteSource;
}

/** Bytes [start, end) in order, in chunks of at most `chunk` bytes. */
export function chunks(source: ByteSource, start = 0, end = source.size, chunk = CHUNK_BYTES): RangeChunks {
  return {
    whole: () => subSource(source, start, end),
    async *[Symbol.asyncIterator]() {
      for (let at = start; at < end; at += chunk) yield await source.read(at, Math.min(at + chunk, end));
    },
  };
}

/** The source that holds the chunks as they are, or null where they are made from others. */
export const wholeOf = (parts: AsyncIterable<Uint8Array>): ByteSource | null =>
  'whole' in parts ? (parts as RangeChunks).whole() : null;

/** Chunks in order; the next read is under way while one is used. */
export async function* aheadChunks(
  source: ByteSource,
  start = 0,
  end = source.size,
  chunk = CHUNK_BYTES,
): AsyncGenerator<Buffer> {
  const read = (at: number): Promise<Uint8Array> => {
    const reading = source.read(at, Math.min(at + chunk, end));
    reading.catch(() => {}); // it is awaited below, or not at all when the consumer stops early
    return reading;
  };
  let next = start < end ? read(start) : undefined;
  for (let at = start; next !== undefined; ) {
    const bytes: Uint8Array = await next;
    at += bytes.length;
    next = at < end ? read(at) : undefined;
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }
}
