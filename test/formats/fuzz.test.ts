import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { memoryAccess } from './memory-access.js';

/** Mutations of each fixture; more with the environment variable, for long runs. */
const ROUNDS = Number(process.env['MODELBAG_FUZZ_ROUNDS'] ?? 4);
const LARGEST = 64 * 1024;
const root = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures');
const LIMITS = { ...DEFAULT_LIMITS, inflatedBytes: 32 << 20, headerBytes: 32 << 20 };

/** The same numbers in every run: a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Bytes with something wrong: flipped bits, extreme numbers, a cut, a hole, a repeated piece. */
function mutate(bytes: Buffer, next: () => number): Buffer {
  const at = Math.floor(next() * bytes.length);
  const end = at + Math.floor(next() * 64);
  switch (Math.floor(next() * 5)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    case 3: {
      const copy = Buffer.from(bytes);
      copy.fill(next() < 0.5 ? 0xff : 0, at, Math.min(copy.length, at + 1 + Math.floor(next() * 8)));
      return copy;
    }
    default: {
      const copy = Buffer.from(bytes);
      for (let i = 0; i < 4; i++) copy[Math.floor(next() * copy.length)]! ^= 1 << Math.floor(next() * 8);
      return copy;
    }
  }
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder)
    .sort()
    .flatMap((name) =>
      statSync(join(folder, name)).isDirectory() ? filesBelow(join(folder, name)) : [join(folder, name)],
    );

/** Every fixture with the files beside it, as one model. */
const cases = filesBelow(join(root, 'neutral')).filter((path) => {
  const { size } = statSync(path);
  return !path.endsWith('.expected.json') && !path.endsWith('README.md') && size > 0 && size <= LARGEST;
});

describe('any reader', () => {
  const folders = [...new Set(cases.map((path) => dirname(path)))];
  for (const folder of folders) {
    const own = cases.filter((path) => dirname(path) === folder);
    it(`ends with observations, never with a crash, on broken copies of ${folder.slice(root.length + 1)}`, async () => {
      for (const [index, path] of own.entries()) {
        const next = random(index + 1);
        for (let round = 0; round < ROUNDS; round++) {
          const files: Record<string, Buffer> = Object.fromEntries(
            own.map((file) => [file.slice(folder.length + 1), readFileSync(file)]),
          );
          const name = path.slice(folder.length + 1);
          files[name] = mutate(files[name]!, next);
          const found = await inspectModel(name, memoryAccess(files), { digests: true, limits: LIMITS });
          expect([name, round, found.error]).toEqual([name, round, undefined]);
          expect(found.digests).toHaveLength(found.contents.tensors.length);
          for (const { byteLength, shape } of found.contents.tensors)
            expect([byteLength, ...shape].every((n) => Number.isSafeInteger(n) && n >= 0)).toBe(true);
        }
      }
    });
  }
});
