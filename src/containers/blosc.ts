import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { memorySource } from '../bytes/source.js';
import { unshuffle } from './byte-shuffle.js';
import { decompress } from './compression.js';
import { overLimit } from './inflate.js';
import { decodeLz4Block } from './lz4.js';
import { OutputBuffer } from './output-buffer.js';
import { decodeSnappy } from './snappy.js';

/*
 * Blosc 1 chunk (README_CHUNK_FORMAT.rst):
 *   header  version u8, version of the codec u8, flags u8, item size u8, bytes u32, block size u32, compressed bytes u32
 *   starts  offset of each block, u32
 *   block   per split: compressed length u32, bytes
 * flags   1 byte shuffle, 2 stored as it is, 4 bit shuffle, 0x10 not split, the upper three bits name the codec.
 */
const CODECS = ['blosclz', 'lz4', 'snappy', 'zlib', 'zstd'] as const;
const MOST_SPLITS = 16;
const LEAST_SPLIT = 128;

/** Decodes one Blosc chunk. Throws `unsupported`, `invalid-structure`, `truncated`, `resource-limit`. */
export async function decodeBlosc(bytes: Uint8Array, limits: Limits): Promise<Uint8Array> {
  const cursor = new Cursor(bytes);
  const version = cursor.u8();
  cursor.skip(1);
  const flags = cursor.u8();
  const itemBytes = cursor.u8();
  const [length, blockBytes, stored] = [cursor.u32(), cursor.u32(), cursor.u32()];
  if (version !== 1 && version !== 2)
    throw new FormatError('unsupported', `expected Blosc format 1 or 2, found ${version}`, 0);
  if (stored > bytes.length)
    throw new FormatError('truncated', `expected ${stored} bytes of Blosc, found ${bytes.length}`);
  if (length > Math.min(limits.inflatedBytes, bytes.length * limits.inflationRatio))
    throw overLimit(bytes.length, length, limits);
  if (flags & 2) return cursor.take(length);
  const output = new Uint8Array(length);
  const count = blockBytes === 0 ? 0 : Math.ceil(length / blockBytes);
  const starts = Array.from({ length: count }, () => cursor.u32());
  for (const [i, start] of starts.entries()) {
    const size = Math.min(blockBytes, length - i * blockBytes);
    cursor.seek(start);
    const block = await decodeBlock(cursor, { flags, itemBytes, blockBytes, size, limits });
    output.set(unshuffled(block, flags, itemBytes), i * blockBytes);
  }
  return output;
}

interface Block {
  flags: number;
  itemBytes: number;
  blockBytes: number;
  size: number;
  limits: Limits;
}

/** Whole blocks may be cut into one stream per byte of the item. */
async function decodeBlock(cursor: Cursor, { flags, itemBytes, blockBytes, size, limits }: Block): Promise<Uint8Array> {
  const isSplit =
    !(flags & 0x10) &&
    size === blockBytes &&
    itemBytes <= MOST_SPLITS &&
    itemBytes > 0 &&
    blockBytes / itemBytes >= LEAST_SPLIT;
  const splits = isSplit ? itemBytes : 1;
  const expected = Math.floor(size / splits);
  const parts: Uint8Array[] = [];
  for (let i = 0; i < splits; i++) {
    const stored = cursor.u32();
    const part = cursor.take(stored);
    const decoded = stored === expected ? part : await decodePart(part, flags >> 5, expected, limits);
    if (decoded.length !== expected)
      throw new FormatError(
        'invalid-structure',
        `expected ${expected} bytes in a Blosc block, found ${decoded.length}`,
      );
    parts.push(decoded);
  }
  return Buffer.concat(parts);
}

async function decodePart(part: Uint8Array, codec: number, expected: number, limits: Limits): Promise<Uint8Array> {
  switch (CODECS[codec]) {
    case 'lz4': {
      const output = new OutputBuffer(part.length, limits);
      decodeLz4Block(new Cursor(part), output, 0);
      return output.written();
    }
    case 'snappy':
      return decodeSnappy(part, expected);
    case 'zlib':
    case 'zstd': {
      const content = await decompress(CODECS[codec] as 'zlib', memorySource(part), limits);
      return content.read(0, content.size);
    }
    case 'blosclz':
      return decodeBloscLz(part, expected);
    default:
      throw new FormatError('unsupported', `expected a codec of Blosc, found number ${codec}`);
  }
}

/** BloscLZ, a kin of FastLZ: runs of literals, and matches of 3 bytes or more that reach up to 73,728 bytes back. */
function decodeBloscLz(input: Uint8Array, expected: number): Uint8Array {
  const cursor = new Cursor(input);
  const output = new Uint8Array(expected);
  let at = 0;
  let control = cursor.u8() & 31;
  for (;;) {
    if (control >= 32) {
      let length = (control >> 5) - 1;
      let distance = (control & 31) << 8;
      if (length === 6) for (let more = 255; more === 255; length += more) more = cursor.u8();
      const low = cursor.u8();
      distance += low;
      if (low === 255 && (control & 31) === 31) {
        distance = 8191 + (cursor.u8() << 8);
        distance += cursor.u8();
      }
      length += 3;
      distance += 1;
      if (distance > at || at + length > expected)
        throw new FormatError('invalid-structure', 'expected a match inside the block, found one outside');
      for (let i = 0; i < length; i++, at++) output[at] = output[at - distance] as number;
    } else {
      const run = cursor.take(control + 1);
      if (at + run.length > expected)
        throw new FormatError('invalid-structure', 'expected literals inside the block, found more');
      output.set(run, at);
      at += run.length;
    }
    if (cursor.remaining === 0) return output.subarray(0, at);
    control = cursor.u8();
  }
}

function unshuffled(block: Uint8Array, flags: number, itemBytes: number): Uint8Array {
  if (flags & 1) return unshuffle(block, itemBytes);
  return flags & 4 ? bitUnshuffled(block, itemBytes, itemBytes > 0 ? Math.floor(block.length / itemBytes) : 0) : block;
}

/** Bit k of byte b of all items stand together; only multiples of eight items are shuffled. */
function bitUnshuffled(block: Uint8Array, itemBytes: number, count: number): Uint8Array {
  const whole = count - (count % 8);
  const output = Uint8Array.from(block);
  output.fill(0, 0, whole * itemBytes);
  const rowBytes = whole / 8;
  for (let b = 0; b < itemBytes; b++)
    for (let k = 0; k < 8; k++)
      for (let i = 0; i < whole; i++) {
        const bit = ((block[(b * 8 + k) * rowBytes + (i >> 3)] as number) >> (i & 7)) & 1;
        output[i * itemBytes + b] = (output[i * itemBytes + b] as number) | (bit << k);
      }
  return output;
}
