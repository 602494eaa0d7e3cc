import { crc32 } from 'node:zlib';
import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, memorySource } from '../bytes/source.js';
import { decodeBzip2 } from './bzip2.js';
import { SEVEN_ZIP_FILTERS } from './code-filters.js';
import { inflateRaw } from './inflate.js';
import { decodeLzma2 } from './lzma.js';
import { LzmaDecoder } from './lzma-decoder.js';
import { OutputBuffer } from './output-buffer.js';
import {
  parseHeader,
  parseStreams,
  type SevenZipCoder,
  type SevenZipFolder,
  type SevenZipHeader,
} from './seven-zip-header.js';

export type { SevenZipFile, SevenZipFolder, SevenZipHeader } from './seven-zip-header.js';

const SIGNATURE = '7z\xbc\xaf\x27\x1c';
const START_BYTES = 32;
const HEADER = 0x01;
const PACKED_HEADER = 0x17;
const ENCRYPTED = '06f10701';

/** Reads the directory of a 7z archive, unpacking it where it is packed. Throws FormatError. */
export async function readSevenZip(source: ByteSource, limits: Limits): Promise<SevenZipHeader> {
  const start = new Cursor(await source.read(0, Math.min(source.size, START_BYTES)));
  if (start.latin1(6) !== SIGNATURE)
    throw new FormatError('invalid-structure', 'expected a 7z archive, found other bytes', 0);
  start.skip(2);
  const checksum = start.u32();
  const [offset, size] = [start.size64(), start.size64()];
  if (checksum !== crc32(start.bytes.subarray(12, START_BYTES)))
    throw new FormatError('invalid-structure', 'expected the checksum of the start header, found another', 8);
  if (size > limits.headerBytes)
    throw new FormatError(
      'resource-limit',
      `expected a header of at most ${limits.headerBytes} bytes, found ${size}`,
      20,
    );
  if (size === 0) return { folders: [], files: [] };
  const at = START_BYTES + offset;
  if (at + size > source.size)
    throw new FormatError(
      'truncated',
      `expected ${size} bytes of the header, found ${Math.max(0, source.size - at)}`,
      at,
    );
  let header = new Cursor(await source.read(at, at + size), at);
  // A packed header may be packed again; more than a few times is no archive.
  for (let depth = 0; header.bytes[0] === PACKED_HEADER; depth++) {
    if (depth >= limits.nesting)
      throw new FormatError(
        'resource-limit',
        `expected at most ${limits.nesting} packed headers inside each other, found more`,
        at,
      );
    header.skip(1);
    const [folder] = parseStreams(header, limits);
    if (!folder) throw new FormatError('invalid-structure', 'expected a stream of the packed header, found none', at);
    const unpacked = await unpackFolder(source, folder, { ...limits, inflatedBytes: limits.headerBytes });
    header = new Cursor(await unpacked.read(0, unpacked.size), at);
  }
  if (header.bytes[0] !== HEADER)
    throw new FormatError('invalid-structure', `expected a 7z header, found id ${header.bytes[0]}`, at);
  return parseHeader(header, limits);
}

/** Content of a folder, in memory. Throws `unsupported` for filters and methods that only 7z has, `encrypted`, `resource-limit`. */
export async function unpackFolder(source: ByteSource, folder: SevenZipFolder, limits: Limits): Promise<ByteSource> {
  const start = START_BYTES + folder.packedStart;
  const end = start + folder.packedSize;
  if (end > source.size)
    throw new FormatError(
      'truncated',
      `expected ${folder.packedSize} packed bytes, found ${Math.max(0, source.size - start)}`,
      start,
    );
  const methods = folder.coders.map(({ method }) => method);
  if (methods.includes(ENCRYPTED))
    throw new FormatError('encrypted', 'expected readable content, found it encrypted', start);
  const chain = chainOf(folder);
  if (!chain)
    throw new FormatError('unsupported', `expected coders one behind the other, found ${methods.join(', ')}`, start);
  const largest = Math.max(folder.packedSize, ...chain.map(({ size }) => size));
  if (largest > limits.inflatedBytes)
    throw new FormatError(
      'resource-limit',
      `expected at most ${limits.inflatedBytes} unpacked bytes, found ${largest}`,
      start,
    );
  let bytes = await source.read(start, end);
  for (const coder of chain) {
    bytes = await decode(coder, bytes, limits, start);
    if (bytes.length !== coder.size)
      throw new FormatError('invalid-structure', `expected ${coder.size} unpacked bytes, found ${bytes.length}`, start);
  }
  return memorySource(bytes);
}

/** Coders from the packed stream to the content; undefined where they form no chain. */
function chainOf({ coders, last, packedStreams }: SevenZipFolder): SevenZipCoder[] | undefined {
  const chain: SevenZipCoder[] = [];
  for (let at: number | undefined = last; at !== undefined; at = chain[0]?.takes) {
    const coder: SevenZipCoder | undefined = coders[at];
    if (!coder || chain.includes(coder)) return undefined;
    chain.unshift(coder);
  }
  return packedStreams === 1 && chain.length === coders.length ? chain : undefined;
}

async function decode(
  { method, properties, size }: SevenZipCoder,
  packed: Uint8Array,
  limits: Limits,
  offset: number,
): Promise<Uint8Array> {
  if (method === '00') return packed;
  const filter = SEVEN_ZIP_FILTERS.get(method);
  if (filter) {
    // What was read may be what others read as well.
    const bytes = packed.slice();
    filter(bytes, properties);
    return bytes;
  }
  if (method === '040108') {
    const content = await inflateRaw(memorySource(packed), size, limits);
    return content.read(0, content.size);
  }
  const input = new Cursor(packed, offset);
  const output = new OutputBuffer(packed.length, limits);
  if (method === '21') decodeLzma2(input, output);
  else if (method === '040202') decodeBzip2(input, output);
  else if (method === '030101' && properties.length >= 5) {
    const decoder = new LzmaDecoder(output);
    decoder.setProperties(properties[0] as number);
    decoder.decode(input, size);
  } else
    throw new FormatError(
      'unsupported',
      `expected LZMA, LZMA2, deflate, bzip2, stored content or a filter of code, found method ${method}`,
      offset,
    );
  return output.written();
}
