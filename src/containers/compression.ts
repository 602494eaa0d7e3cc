import { constants, inflateSync } from 'node:zlib';
import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, memorySource, subSource } from '../bytes/source.js';
import { decodeBzip2 } from './bzip2.js';
import { type Decompressed, inflate } from './inflate.js';
import { decodeLz4 } from './lz4.js';
import { decodeLzma } from './lzma.js';
import { OutputBuffer } from './output-buffer.js';
import { decodeXz } from './xz.js';
import { decodeZstd } from './zstd.js';

export type { Decompressed } from './inflate.js';

/** Compressions of a whole stream. `zfile` is what joblib wrote before 0.9.3: `ZF`, a hexadecimal length, zlib. */
export type CompressionKind = 'gzip' | 'zlib' | 'bz2' | 'xz' | 'lzma' | 'lz4' | 'zstd' | 'zfile';

const ZFILE_HEADER_BYTES = 21;
const SIGNATURES: readonly (readonly [CompressionKind, RegExp])[] = [
  ['gzip', /^\x1f\x8b\x08/],
  ['bz2', /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/],
  ['xz', /^\xfd7zXZ\x00/],
  ['lz4', /^(?:\x04\x22\x4d\x18|\x02\x21\x4c\x18)/],
  ['zstd', /^\x28\xb5\x2f\xfd/],
  ['zfile', /^ZF0x[0-9a-fA-F]+L? /],
];

/** Recognizes a compressed stream by its first bytes; streams without a signature (zlib, lzma) by decoding or checking them. */
export function recognizeCompression(head: Uint8Array): CompressionKind | null {
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 32)).toString('latin1');
  for (const [kind, signature] of SIGNATURES) if (signature.test(start)) return kind;
  if (looksLikeZlib(head)) return 'zlib';
  return looksLikeLzma(head) ? 'lzma' : null;
}

/** Two header bytes divisible by 31, window of 32 KiB as every writer here uses, and deflate data that begin well. */
function looksLikeZlib(head: Uint8Array): boolean {
  if (
    head.length < 8 ||
    head[0] !== 0x78 ||
    (0x7800 + (head[1] as number)) % 31 !== 0 ||
    ((head[1] as number) & 0x20) !== 0
  )
    return false;
  try {
    return inflateSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 24 }).length > 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
  }
}

/** Properties, a dictionary size as encoders choose it, a size that is unknown or plausible, and range-coded data. */
function looksLikeLzma(head: Uint8Array): boolean {
  if (head.length < 18 || (head[0] as number) >= 225 || head[13] !== 0) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const dictionary = view.getUint32(1, true);
  const size = view.getBigUint64(5, true);
  const isPlausibleDictionary =
    dictionary >= 4096 && (isPowerOfTwo(dictionary) || (dictionary % 3 === 0 && isPowerOfTwo(dictionary / 3)));
  return isPlausibleDictionary && (size === 0xffffffffffffffffn || (size > 0n && size < 1n << 38n)) && head[0] === 0x5d;
}

const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value));

/** Decompresses a whole stream into memory. Throws `resource-limit`, `truncated`, `invalid-structure`, `unsupported`. */
export async function decompress(kind: CompressionKind, source: ByteSource, limits: Limits): Promise<ByteSource> {
  const { source: content, problem } = await decompressPartly(kind, source, limits);
  if (problem) throw problem;
  return content;
}

/** As `decompress`, but gives what came out before the problem: a loader that streams has used it by then. */
export async function decompressPartly(
  kind: CompressionKind,
  source: ByteSource,
  limits: Limits,
): Promise<Decompressed> {
  if (kind === 'gzip' || kind === 'zlib') return inflate(kind, source, limits);
  if (kind === 'zfile') return inflate('zlib', subSource(source, ZFILE_HEADER_BYTES, source.size), limits);
  if (source.size > limits.inflatedBytes) {
    const problem = new FormatError(
      'resource-limit',
      `expected at most ${limits.inflatedBytes} compressed bytes, found ${source.size}`,
    );
    return { source: memorySource(new Uint8Array(0)), consumed: 0, problem };
  }
  const input = new Cursor(await source.read(0, source.size));
  const output = new OutputBuffer(source.size, limits);
  try {
    await DECODERS[kind](input, output);
    return { source: memorySource(output.written()), consumed: input.position };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { source: memorySource(output.written()), consumed: input.position, problem: error };
  }
}

const DECODERS: Record<
  Exclude<CompressionKind, 'gzip' | 'zlib' | 'zfile'>,
  (input: Cursor, output: OutputBuffer) => void | Promise<void>
> = {
  bz2: decodeBzip2,
  xz: decodeXz,
  lzma: decodeLzma,
  lz4: decodeLz4,
  zstd: decodeZstd,
};
