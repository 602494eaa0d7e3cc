import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/bytes/format-error.js';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { type ByteSource, memorySource } from '../../src/bytes/source.js';
import {
  type CompressionKind,
  decompress,
  decompressPartly,
  recognizeCompression,
} from '../../src/containers/compression.js';
import { runs } from '../thorough.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'compressed');
const plain = readFileSync(join(fixtures, 'plain.bin'));
/** The bytes with one of them changed. */
function edit(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] as number) ^ 0xff;
  return changed;
}

const KINDS: Record<string, CompressionKind> = { gz: 'gzip', zst: 'zstd' };
const files = readdirSync(fixtures)
  .filter((name) => name.startsWith('plain') && name !== 'plain.bin')
  .map((name): [string, CompressionKind, Buffer] => {
    const extension = name.slice(name.indexOf('.') + 1);
    return [name, KINDS[extension] ?? (extension as CompressionKind), readFileSync(join(fixtures, name))];
  });
const bytesOf = async (source: ByteSource): Promise<Buffer> => Buffer.from(await source.read(0, source.size));

describe('compression', () => {
  it.each(files)('reads %s', async (_, kind, bytes) => {
    expect((await bytesOf(await decompress(kind, memorySource(bytes), DEFAULT_LIMITS))).equals(plain)).toBe(true);
  });

  // Other properties of LZMA are possible and read, but only those that every tool writes tell a stream without signature.
  it.each(files.filter(([name]) => name !== 'plain-lp2.lzma'))('recognizes %s', (_, kind, bytes) => {
    expect(recognizeCompression(bytes)).toBe(kind);
  });

  it.each(files)('stops %s at the limit of output', async (_, kind, bytes) => {
    const limits = { ...DEFAULT_LIMITS, inflatedBytes: 700 };
    await expect(decompress(kind, memorySource(bytes), limits)).rejects.toMatchObject({ code: 'resource-limit' });
  });

  it.each(files)('rejects %s without its second half', async (_, kind, bytes) => {
    const half = memorySource(bytes.subarray(0, bytes.length >> 1));
    await expect(decompress(kind, half, DEFAULT_LIMITS)).rejects.toBeInstanceOf(FormatError);
  });

  it.each(readdirSync(fixtures).filter((name) => /^code-.*\.xz$/.test(name)))(
    'undoes the filter of %s',
    async (name) => {
      const bytes = memorySource(readFileSync(join(fixtures, name)));
      const content = await bytesOf(await decompress('xz', bytes, DEFAULT_LIMITS));
      expect(content.equals(readFileSync(join(fixtures, 'code.bin')))).toBe(true);
    },
  );

  it('keeps what came out before a stream breaks', async () => {
    const bytes = gzipSync(Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * i) & 0xff)));
    const { source, problem } = await decompressPartly(
      'gzip',
      memorySource(bytes.subarray(0, bytes.length - 100)),
      DEFAULT_LIMITS,
    );
    expect([source.size > 100_000, problem?.code]).toEqual([true, 'truncated']);
  });

  it('tells how much of the input was used', async () => {
    const bytes = Buffer.concat([deflateSync(Buffer.alloc(100)), Buffer.from('rest')]);
    expect((await decompressPartly('zlib', memorySource(bytes), DEFAULT_LIMITS)).consumed).toBe(bytes.length - 4);
  });

  it.each<[string, (gzip: Buffer) => Buffer, string | undefined, string]>([
    ['with bytes behind it', (gzip) => Buffer.concat([gzip, Buffer.from('garbage')]), undefined, 'one'],
    ['with a wrong checksum', (gzip) => edit(gzip, gzip.length - 6), 'invalid-structure', 'one'],
    ['without its checksum', (gzip) => gzip.subarray(0, -8), 'truncated', 'one'],
    [
      'with zeros and another member behind it',
      (gzip) => Buffer.concat([gzip, Buffer.alloc(20), gzipSync('two')]),
      undefined,
      'onetwo',
    ],
  ])('keeps what Python reads of a small gzip stream %s', async (_, change, code, expected) => {
    const { source, problem } = await decompressPartly('gzip', memorySource(change(gzipSync('one'))), DEFAULT_LIMITS);
    expect([Buffer.from(await source.read(0, source.size)).toString(), problem?.code]).toEqual([expected, code]);
  });

  it('keeps what a zlib stream with a wrong checksum holds', async () => {
    const bytes = deflateSync('one');
    const { source, problem } = await decompressPartly(
      'zlib',
      memorySource(edit(bytes, bytes.length - 1)),
      DEFAULT_LIMITS,
    );
    expect([source.size, problem?.code]).toEqual([3, 'invalid-structure']);
  });

  it('stops a bomb long before it is large', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20));
    await expect(
      decompress('gzip', memorySource(bomb), { ...DEFAULT_LIMITS, inflationRatio: 300 }),
    ).rejects.toMatchObject({ code: 'resource-limit' });
  });

  it.each<[string, Uint8Array]>([
    ['text that begins like zlib', Buffer.from('x^2 + y^2 = z^2, and so on')],
    ['a pickle', Buffer.from('\x80\x02}q\x00.', 'latin1')],
    ['nothing', new Uint8Array(0)],
    ['zeros', new Uint8Array(64)],
    ['a byte like the properties of lzma', Buffer.from(']'.padEnd(32, 'a'))],
  ])('does not take %s for a compressed stream', (_, bytes) => {
    expect(recognizeCompression(bytes)).toBeNull();
  });

  it('answers mutations with bytes or a FormatError', async () => {
    const limits = { ...DEFAULT_LIMITS, inflatedBytes: 1 << 20 };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        async ([, kind, good], edits) => {
          const bytes = Buffer.from(good);
          for (const [at, value] of edits) bytes[at % bytes.length] = value;
          const { source, problem } = await decompressPartly(kind, memorySource(bytes), limits);
          expect(source.size).toBeLessThanOrEqual(limits.inflatedBytes);
          expect(problem === undefined || problem instanceof FormatError).toBe(true);
        },
      ),
      { numRuns: runs(1500) },
    );
  });
});
