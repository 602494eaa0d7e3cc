import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/bytes/format-error.js';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { memorySource } from '../../src/bytes/source.js';
import type { Format, ModelInput } from '../../src/formats/format.js';
import { glimpseOf } from '../../src/formats/glimpse.js';
import { pythonFormats } from '../../src/formats/python-registry.js';
import { runs } from '../thorough.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'python');
const limits = { ...DEFAULT_LIMITS, inflatedBytes: 4 << 20, pickleOperations: 200_000 };
/** Runs for each fixture; MODELBAG_FUZZ_RUNS makes it as long as wanted. */
const RUNS = Number(process.env['MODELBAG_FUZZ_RUNS'] ?? runs(40));

const samples = readdirSync(fixtures)
  .filter((name) => existsSync(join(fixtures, name, 'expected.json')))
  .map((name) => {
    const { entry, format, wrappers } = JSON.parse(readFileSync(join(fixtures, name, 'expected.json'), 'utf8')) as {
      entry: string;
      format: string;
      wrappers: string[];
    };
    return {
      name,
      bytes: readFileSync(join(fixtures, name, entry)),
      reader: pythonFormats.find(({ id }) => id === format),
      wrappers,
    };
  })
  .flatMap(({ name, bytes, reader, wrappers }) => (reader && wrappers.length === 0 ? [{ name, bytes, reader }] : []));

async function readAll(reader: Format, bytes: Uint8Array): Promise<void> {
  const glimpse = await glimpseOf('model.bin', bytes);
  const model: ModelInput = {
    path: 'model.bin',
    source: memorySource(bytes),
    glimpse,
    companion: async () => null,
    listCompanions: async () => [],
  };
  await reader.recognize(glimpse, limits);
  const { tensors } = await reader.inspect(model, limits);
  let i = 0;
  for await (const { info, values } of reader.tensors?.(model, limits) ?? []) {
    expect(info).toEqual(tensors[i++]);
    for await (const part of values?.() ?? []) expect(part.length).toBeGreaterThanOrEqual(0);
  }
}

describe('readers of Python formats', () => {
  it.each(samples)('answer mutations of $name with contents or a FormatError', async ({ bytes: good, reader }) => {
    const edit = fc.record({ at: fc.nat(good.length - 1), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { maxLength: 8 }),
        fc.option(fc.nat(good.length), { freq: 3 }),
        async (edits, cut) => {
          const bytes = Buffer.from(good);
          for (const { at, value } of edits) bytes[at] = value;
          try {
            await readAll(reader, bytes.subarray(0, cut ?? bytes.length));
          } catch (error) {
            if (!(error instanceof FormatError)) throw error;
          }
        },
      ),
      { numRuns: RUNS },
    );
  });
});
