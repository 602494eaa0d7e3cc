import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { inspectModel } from '../../src/formats/inspect.js';
import { diskAccess } from '../../src/tree/disk-access.js';

const corpus = process.env['MODELBAG_CORPUS'] ?? '';
const files = diskAccess();
/** Cases whose broken bytes are values, which no reader can tell from others. */
const UNTELLABLE = /\/rds-unknown-type$/;

interface Truth {
  entry?: string;
  format?: string;
  status?: string;
  tensors?: { name: string; dtype: string; shape: number[] | null; sha256: string | null }[] | null;
}

const truthsOf = (kind: string): [string, Truth][] =>
  readdirSync(join(corpus, kind))
    .sort()
    .map((name) => [join(corpus, kind, name), join(corpus, kind, name, 'truth.json')] as const)
    .filter(([, truth]) => existsSync(truth))
    .map(([home, truth]) => [home, JSON.parse(readFileSync(truth, 'utf8')) as Truth]);

const inspect = (home: string, truth: Truth) =>
  inspectModel(truth.entry ? join(home, truth.entry) : home, files, { digests: true });

const described = existsSync(join(corpus, 'models', 'st-single')) ? describe : describe.skip;

described('the whole corpus (set MODELBAG_CORPUS to its folder)', () => {
  it('has no model that ends in a bug of ours', async () => {
    for (const kind of ['models', 'broken', 'hostile'])
      for (const [home, truth] of truthsOf(kind))
        expect([home, (await inspect(home, truth)).error?.code]).not.toEqual([home, 'internal']);
  }, 300_000);

  it('has its tensors read as the frameworks read them', async () => {
    for (const [home, truth] of truthsOf('models')) {
      if (!truth.tensors?.length) continue;
      const { contents, digests } = await inspect(home, truth);
      const found = new Map(
        contents.tensors.map(({ name, dtype, shape }, i) => [name, { dtype, shape, sha256: digests?.[i] ?? null }]),
      );
      for (const { name, dtype, shape, sha256 } of truth.tensors) {
        const tensor = found.get(name);
        expect([home, name, tensor?.dtype, shape && tensor?.shape, sha256 && tensor?.sha256]).toEqual([
          home,
          name,
          dtype,
          shape,
          sha256,
        ]);
      }
    }
  }, 300_000);

  it('has no model that is complete although something is wrong with it', async () => {
    for (const [home, truth] of truthsOf('broken')) {
      if (truth.status !== 'inconclusive' || UNTELLABLE.test(home)) continue;
      expect([home, (await inspect(home, truth)).status]).not.toEqual([home, 'complete']);
    }
  }, 300_000);
});
