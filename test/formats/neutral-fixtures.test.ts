import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { inspectModel } from '../../src/formats/inspect.js';
import type { Inspection } from '../../src/formats/inspection.js';
import { diskAccess } from '../../src/tree/disk-access.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'neutral');

interface Expected {
  entry: string;
  why: string;
  format: string;
  wrappers: string[];
  status: string;
  loading: string;
  version?: string;
  codes: string[];
  companions?: string[];
  operators?: string[];
  facts?: Record<string, unknown>;
  tensors?: { name: string; dtype: string; shape: number[]; sha256: string | null }[];
}

const byName = <T extends { name: string }>(tensors: T[]): T[] =>
  tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** What an expectation says of an inspection, in the same shape. */
function summary(found: Inspection, folder: string, expected: Expected): Omit<Expected, 'entry' | 'why' | 'tensors'> {
  const { contents, format, observations, companions } = found;
  return {
    format: format.id,
    wrappers: format.wrappers,
    status: found.status,
    loading: contents.loading,
    ...(contents.version !== undefined && { version: contents.version }),
    codes: [...new Set(observations.map(({ kind, code }) => `${kind} ${code}`))].sort(),
    ...(companions.length > 0 && { companions: companions.map((path) => relative(folder, path)) }),
    ...(contents.operators.length > 0 && { operators: contents.operators }),
    ...(expected.facts && {
      facts: Object.fromEntries(
        Object.keys(expected.facts).map((key) => [key, contents.facts.find((fact) => fact.key === key)?.value]),
      ),
    }),
  };
}

describe('models in framework-neutral formats', () => {
  for (const file of readdirSync(fixtures).sort()) {
    if (!file.endsWith('.expected.json')) continue;
    const name = file.slice(0, -'.expected.json'.length);
    const folder = join(fixtures, name);
    const expected = JSON.parse(readFileSync(join(fixtures, file), 'utf8')) as Expected;
    const inspect = () => inspectModel(posix.join(folder, expected.entry), diskAccess(), { digests: true });

    it(`reads ${name}${expected.why && ` (${expected.why})`}`, async () => {
      const found = await inspect();
      const { entry: _entry, why: _why, tensors, ...rest } = expected;
      expect(summary(found, folder, expected)).toEqual(rest);
      if (!tensors) return;
      const listed = found.contents.tensors.map(({ name: tensor, dtype, shape }, i) => ({
        name: tensor,
        dtype,
        shape,
        sha256: found.digests?.[i] ?? null,
      }));
      expect(byName(listed)).toEqual(byName(tensors));
    });

    it(`finds the values of ${name} where it says they lie`, async () => {
      const found = await inspect();
      const entry = join(folder, expected.entry);
      const beside = statSync(entry).isDirectory() ? entry : dirname(entry);
      for (const [
        i,
        { name: tensor, offset, byteLength, byteOrder, file: holder },
      ] of found.contents.tensors.entries()) {
        if (offset === undefined || byteOrder === 'big' || found.digests?.[i] === null) continue;
        const bytes = readFileSync(holder === undefined ? entry : join(beside, holder));
        const values = bytes.subarray(offset, offset + byteLength);
        expect([tensor, createHash('sha256').update(values).digest('hex')]).toEqual([tensor, found.digests?.[i]]);
      }
    });
  }
});
