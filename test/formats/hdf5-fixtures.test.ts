import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { inspectModel } from '../../src/formats/inspect.js';
import type { Inspection } from '../../src/formats/inspection.js';
import { diskAccess } from '../../src/tree/disk-access.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures');

/** What the program that wrote a file says of it; keys that are absent are not asked for. */
interface Expected {
  file: string;
  format: string;
  status?: Inspection['status'];
  loading?: string;
  facts?: Record<string, unknown>;
  tensors?: { name: string; dtype?: string; shape?: number[]; sha256?: string }[];
  /** Kind, code, name. */
  observations?: [string, string, string | null][];
}

/** All scalars of a value, as text. */
const scalars = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(scalars) : [String(value)];

for (const folder of ['hdf5', 'keras', 'matlab', 'r']) {
  describe(`fixtures of ${folder}`, () => {
    for (const name of readdirSync(join(fixtures, folder)).sort()) {
      if (!name.endsWith('.expected.json')) continue;
      const expected = JSON.parse(readFileSync(join(fixtures, folder, name), 'utf8')) as Expected;
      const path = join(fixtures, folder, expected.file);

      it(`reads ${expected.file} as its writer does`, async () => {
        const found = await inspectModel(path, diskAccess(), { digests: true });
        expect(found.format.id).toBe(expected.format);
        expect(found.format.wrappers).toEqual([]);
        if (expected.status) expect(found.status).toBe(expected.status);
        if (expected.loading) expect(found.contents.loading).toBe(expected.loading);
        if (expected.tensors) expectTensors(found, expected.tensors);
        if (expected.observations)
          expect(found.observations.map((o) => [o.kind, o.code, o.name ?? null])).toEqual(expected.observations);
        for (const [key, value] of Object.entries(expected.facts ?? {})) {
          const told = found.contents.facts.filter((fact) => fact.key === key || `${fact.key}s` === key);
          expect({ key, told: told.flatMap((fact) => scalars(fact.value)) }).toEqual({
            key,
            told: expect.arrayContaining(scalars(value)),
          });
        }
        expectOffsets(found, readFileSync(path));
      });
    }
  });
}

function expectTensors(found: Inspection, expected: NonNullable<Expected['tensors']>): void {
  const rows = found.contents.tensors.map(({ name, dtype, shape }, i) => ({
    name,
    dtype,
    shape,
    sha256: found.digests?.[i],
  }));
  for (const want of expected) expect(rows.find(({ name }) => name === want.name)).toMatchObject(want);
  expect(rows.map(({ name }) => name).sort()).toEqual(expected.map(({ name }) => name).sort());
}

/** Where an offset is told, the values lie there. */
function expectOffsets(found: Inspection, bytes: Uint8Array): void {
  for (const [i, { name, dtype, offset, byteOrder, byteLength }] of found.contents.tensors.entries()) {
    if (offset === undefined || byteOrder === 'big' || dtype === 'string' || !found.digests?.[i]) continue;
    const values = bytes.subarray(offset, offset + byteLength);
    expect([name, createHash('sha256').update(values).digest('hex')]).toEqual([name, found.digests[i]]);
  }
}
