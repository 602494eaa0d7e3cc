import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { CODE_FILTERS } from './code-filters.js';
import { decodeLzma2 } from './lzma.js';
import type { OutputBuffer } from './output-buffer.js';

const HEADER_MAGIC = '\xfd7zXZ\0';
const LZMA2 = 0x21;
const NONE = 0;
const CRC32 = 1;
const SHA256 = 10;
/** Length of the check field by check id (xz file format 2.1.1.2). */
const CHECK_BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

/** Decodes .xz streams, also several after each other (xz file format 1.2.1). Filters of code before LZMA2 are undone; CRC-32 and SHA-256 are verified. */
export function decodeXz(input: Cursor, output: OutputBuffer): void {
  do {
    decodeStream(input, output);
    while (input.remaining >= 4 && input.bytes[input.position] === 0) input.skip(4);
  } while (input.remaining > 0);
}

function decodeStream(input: Cursor, output: OutputBuffer): void {
  const at = input.offset;
  if (input.latin1(6) !== HEADER_MAGIC)
    throw new FormatError('invalid-structure', 'expected an xz stream header, found other bytes', at);
  const flags = input.take(2);
  if (flags[0] !== 0 || input.u32() !== crc32(flags))
    throw new FormatError('invalid-structure', 'expected xz stream flags with their CRC, found others', at + 6);
  const check = (flags[1] as number) & 15;
  for (;;) {
    const start = input.position;
    const size = input.u8();
    if (size === 0) {
      skipIndex(input, start);
      break;
    }
    decodeBlock(input, output, start, (size + 1) * 4, check);
  }
  input.skip(4 + 4 + 2);
  if (input.latin1(2) !== 'YZ')
    throw new FormatError('invalid-structure', 'expected an xz stream footer, found other bytes', input.offset - 2);
}

function decodeBlock(input: Cursor, output: OutputBuffer, start: number, headerSize: number, check: number): void {
  const at = input.offset - 1;
  input.seek(start);
  const header = new Cursor(input.take(headerSize), at);
  if (
    input.remaining < 0 ||
    crc32(header.bytes.subarray(0, headerSize - 4)) !==
      new DataView(header.bytes.buffer, header.bytes.byteOffset).getUint32(headerSize - 4, true)
  ) {
    throw new FormatError('invalid-structure', 'expected an xz block header with its CRC, found others', at);
  }
  header.skip(1);
  const flags = header.u8();
  if (flags & 0x40) variable(header);
  const declared = flags & 0x80 ? variable(header) : null;
  const filters = Array.from({ length: (flags & 3) + 1 }, () => {
    const id = variable(header);
    return { id, properties: header.take(variable(header)) };
  });
  const unknown = filters.find(({ id }, i) => (i < filters.length - 1 ? !CODE_FILTERS.has(id) : id !== LZMA2));
  if (unknown)
    throw new FormatError('unsupported', `expected filters of code before LZMA2, found filter ${unknown.id}`, at);
  const before = output.length;
  const dataStart = input.position;
  decodeLzma2(input, output);
  while ((input.position - dataStart) % 4 !== 0) input.skip(1);
  const stored = input.take(CHECK_BYTES[check] as number);
  const content = output.bytes.subarray(before, output.length);
  for (const { id, properties } of filters.reverse()) CODE_FILTERS.get(id)?.(content, properties);
  if (declared !== null && declared !== content.length)
    throw new FormatError(
      'invalid-structure',
      `expected an xz block of ${declared} bytes, found ${content.length}`,
      at,
    );
  if (!checkMatches(check, stored, content))
    throw new FormatError(
      'invalid-structure',
      'expected the content to match the check of the xz block, found another',
      at,
    );
}

/** CRC-64 and reserved checks are not computed: they protect against accidents, and every byte is interpreted anyway. */
function checkMatches(check: number, stored: Uint8Array, content: Uint8Array): boolean {
  if (check === CRC32) return Buffer.from(stored).readUInt32LE() === crc32(content);
  if (check === SHA256) return createHash('sha256').update(content).digest().equals(stored);
  return check >= NONE;
}

/** The index repeats the sizes of the blocks; it is padded to four bytes and ends with a CRC. */
function skipIndex(input: Cursor, start: number): void {
  const records = variable(input);
  if (records * 2 > input.remaining)
    throw new FormatError(
      'truncated',
      `expected ${records} xz index records, found ${input.remaining} bytes`,
      input.offset,
    );
  for (let i = 0; i < records * 2; i++) variable(input);
  while ((input.position - start) % 4 !== 0) input.skip(1);
  input.skip(4);
}

function variable(cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; shift < 53; shift += 7) {
    const byte = cursor.u8();
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new FormatError('invalid-structure', 'expected an xz integer below 2^53, found more digits', cursor.offset);
}
