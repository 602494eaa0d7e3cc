import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { inspectModel } from '../../src/formats/inspect.js';
import { diskAccess } from '../../src/tree/disk-access.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'python');

interface Expected {
  entry: string;
  format: string;
  wrappers: string[];
  loading: string;
  globals?: string[];
  weightsOnlyLoadable?: boolean;
  tensors?: { name: string; dtype: string; shape: number[]; sha256: string | null }[];
}

const byName = <T extends { name: string }>(tensors: T[]): T[] =>
  tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1));

describe("models of Python's frameworks", () => {
  for (const name of readdirSync(fixtures).sort()) {
    const file = join(fixtures, name, 'expected.json');
    if (!existsSync(file)) continue;
    const expected = JSON.parse(readFileSync(file, 'utf8')) as Expected;

    it(`reads ${name} as its framework does`, async () => {
      const found = await inspectModel(join(fixtures, name, expected.entry), diskAccess(), { digests: true });
      expect({
        status: found.status,
        id: found.format.id,
        wrappers: found.format.wrappers,
        loading: found.contents.loading,
      }).toEqual({
        status: 'complete',
        id: expected.format,
        wrappers: expected.wrappers,
        loading: expected.loading,
      });
      if (expected.globals) expect(found.contents.globals).toEqual(expected.globals);
      expect(found.contents.weightsOnlyLoadable).toBe(expected.weightsOnlyLoadable);
      if (!expected.tensors) return;
      const tensors = found.contents.tensors.map(({ name: tensor, dtype, shape }, i) => ({
        name: tensor,
        dtype,
        shape,
        sha256: found.digests?.[i] ?? null,
      }));
      expect(byName(tensors)).toEqual(byName(expected.tensors));
    });

    it(`finds the values of ${name} where it says they lie`, async () => {
      const path = join(fixtures, name, expected.entry);
      const found = await inspectModel(path, diskAccess(), { digests: true });
      const { createHash } = await import('node:crypto');
      const bytes = readFileSync(path);
      for (const [i, tensor] of found.contents.tensors.entries()) {
        if (tensor.offset === undefined || tensor.byteOrder === 'big' || tensor.file !== undefined) continue;
        const values = bytes.subarray(tensor.offset, tensor.offset + tensor.byteLength);
        expect([tensor.name, createHash('sha256').update(values).digest('hex')]).toEqual([
          tensor.name,
          found.digests?.[i],
        ]);
      }
    });
  }
});
