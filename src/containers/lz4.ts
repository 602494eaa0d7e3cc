import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { OutputBuffer } from './output-buffer.js';

const FRAME = 0x184d2204;
const LEGACY = 0x184c2102;
const LEGACY_BLOCK = 8 << 20;

/** Decodes LZ4 frames (lz4_Frame_format.md); skippable and legacy frames included, checksums not verified. */
export function decodeLz4(input: Cursor, output: OutputBuffer): void {
  do {
    const at = input.offset;
    const magic = input.u32();
    if (magic === FRAME) decodeFrame(input, output);
    else if (magic === LEGACY) decodeLegacy(input, output);
    else if ((magic & 0xfffffff0) >>> 0 === 0x184d2a50) input.skip(input.u32());
    else throw new FormatError('invalid-structure', 'expected an LZ4 frame, found other bytes', at);
  } while (input.remaining > 0);
}

function decodeFrame(input: Cursor, output: OutputBuffer): void {
  const flags = input.u8();
  if (flags >> 6 !== 1)
    throw new FormatError('unsupported', `expected LZ4 frame version 1, found ${flags >> 6}`, input.offset);
  const [blockChecksum, contentSize, contentChecksum, dictionary] = [flags & 16, flags & 8, flags & 4, flags & 1];
  input.skip(1);
  const declared = contentSize ? input.size64() : null;
  if (dictionary)
    throw new FormatError('unsupported', 'expected an LZ4 frame without dictionary, found one with', input.offset);
  input.skip(1);
  const frameStart = output.length;
  for (let size = input.u32(); size !== 0; size = input.u32()) {
    const length = size & 0x7fffffff;
    const block = new Cursor(input.take(length), input.offset);
    if (size >>> 31) output.append(block.bytes);
    else decodeLz4Block(block, output, frameStart);
    if (blockChecksum) input.skip(4);
  }
  if (contentChecksum) input.skip(4);
  const found = output.length - frameStart;
  if (declared !== null && declared !== found)
    throw new FormatError(
      'invalid-structure',
      `expected ${declared} bytes in the LZ4 frame, found ${found}`,
      input.offset,
    );
}

/** Legacy frames have no end mark: blocks follow until another magic number or the end. */
function decodeLegacy(input: Cursor, output: OutputBuffer): void {
  while (input.remaining >= 4) {
    const start = input.position;
    const length = input.u32();
    if (length === FRAME || length === LEGACY || length > LEGACY_BLOCK * 2) {
      input.seek(start);
      return;
    }
    const base = output.length;
    decodeLz4Block(new Cursor(input.take(length), input.offset), output, base);
  }
}

/** One block: a token, literals, a match, again. Matches may reach back to `windowStart`. */
export function decodeLz4Block(input: Cursor, output: OutputBuffer, windowStart: number): void {
  while (input.remaining > 0) {
    const token = input.u8();
    output.append(input.take(extended(input, token >> 4)));
    if (input.remaining === 0) return;
    const distance = input.u16();
    if (distance === 0 || distance > output.length - windowStart) {
      throw new FormatError(
        'invalid-structure',
        `expected an LZ4 distance of at most ${output.length - windowStart}, found ${distance}`,
        input.offset,
      );
    }
    output.copyBack(distance, extended(input, token & 15) + 4);
  }
}

function extended(input: Cursor, nibble: number): number {
  let length = nibble;
  if (nibble === 15) {
    let more = 255;
    while (more === 255) {
      more = input.u8();
      length += more;
    }
  }
  return length;
}
