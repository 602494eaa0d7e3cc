import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/bytes/format-error.js';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { memorySource } from '../../src/bytes/source.js';
import { readSevenZip, unpackFolder } from '../../src/containers/seven-zip.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { diskAccess } from '../../src/tree/disk-access.js';
import { runs } from '../thorough.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', '7z');
const METHODS = ['copy', 'lzma', 'lzma2', 'deflate', 'bzip2', 'bcj', 'delta-arm'];
const inspect = (name: string) => inspectModel(join(fixtures, `${name}.7z`), diskAccess());

describe('7z', () => {
  it.each(METHODS)('reads what members of %s archives import', async (method) => {
    const found = await inspect(method);
    expect([found.format.id, found.status]).toEqual(['7z', 'complete']);
    expect(found.contents.globals).toEqual([
      '__builtin__.set',
      '_codecs.encode',
      'numpy._core.multiarray._reconstruct',
      'numpy.dtype',
      'numpy.ndarray',
    ]);
  });

  it('lists names, also of files without content', async () => {
    const { files } = await readSevenZip(memorySource(readFileSync(join(fixtures, 'lzma.7z'))), DEFAULT_LIMITS);
    expect(files.map(({ name, hasStream }) => [name, hasStream]).sort()).toEqual([
      ['data_p2.pkl', true],
      ['dir', false],
      ['dir/note.txt', true],
      ['empty', false],
    ]);
  });

  it.each<[string, string]>([
    ['encrypted', 'encrypted'],
    ['ppmd', 'unsupported'],
    ['bcj2', 'unsupported'],
  ])('reports %s content as unread', async (name, code) => {
    const found = await inspect(name);
    expect([found.status, [...new Set(found.observations.map((o) => o.code))], found.contents.loading]).toEqual([
      'inconclusive',
      [code],
      'code',
    ]);
  });

  it('answers mutations with contents or a FormatError', async () => {
    const samples = METHODS.map((method) => readFileSync(join(fixtures, `${method}.7z`)));
    const limits = { ...DEFAULT_LIMITS, inflatedBytes: 1 << 20 };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(1000), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (good, edits) => {
          const bytes = Buffer.from(good);
          for (const [at, value] of edits) bytes[32 + (at % (bytes.length - 32))] = value;
          const source = memorySource(bytes);
          try {
            for (const folder of (await readSevenZip(source, limits)).folders)
              await unpackFolder(source, folder, limits);
          } catch (error) {
            if (!(error instanceof FormatError)) throw error;
          }
        },
      ),
      { numRuns: runs(1500) },
    );
  });
});
