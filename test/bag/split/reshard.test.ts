import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { BagPlan } from '../../../src/bag/bag-plan.js';
import { completeBag } from '../../../src/bag/complete/complete.js';
import { parseParts } from '../../../src/bag/split/parts-document.js';
import { planSplitBag } from '../../../src/bag/split/plan-split.js';
import { reshard } from '../../../src/bag/split/reshard.js';
import { writeParts } from '../../../src/bag/split/write-parts.js';
import { wholeText } from '../../../src/bag/text.js';
import { writeBag } from '../../../src/bag/write.js';
import { sha256 } from '../../../src/bytes/digest.js';
import { memorySource } from '../../../src/bytes/source.js';
import { thoroughly } from '../../thorough.js';
import { auditOf, OPTIONS, openerOf } from '../audit-fixture.js';

/** A safetensors file whose header is written as nobody of ours would: blanks, names not in the order of the data. */
function safetensorsOf(sizes: readonly number[], { gap = 0 } = {}): Buffer {
  let at = 0;
  const entries = sizes.map((size, i) => {
    const start = at;
    at += size + gap;
    return `  "layer.${i}" : {"shape":[${size}],"dtype":"U8", "data_offsets":[${start},${start + size}]}`;
  });
  const text = `{ "__metadata__":{"format":"pt"},\n${entries.reverse().join(',\n')}\n}`;
  const header = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8 + 16));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const data = Buffer.from(Uint8Array.from({ length: at }, (_, i) => (i * 7 + (i >> 8)) & 255));
  return Buffer.concat([length, header, data]);
}

const WEIGHTS = safetensorsOf([40_000, 0, 30_000, 70_000, 8_001, 55_000, 3]);
const FILES = [
  { path: 'models/model.safetensors', role: 'model' as const, bytes: WEIGHTS },
  { path: 'train.py', role: 'script' as const, bytes: 'import torch\n' },
];
const SPLIT = { limit: 100_000, urlPrefix: 'https://example.org/v1/', reshard: true };
const open = openerOf(FILES);
const textOf = (plan: BagPlan, path: string): string => {
  const member = plan.members.find((each) => each.path === path);
  return member?.content.from === 'text' ? wholeText(member.content.text) : '';
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelbag-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Tensors of a safetensors file, by name. */
function tensorsIn(bytes: Buffer): Map<string, string> {
  const start = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Record<string, { data_offsets: [number, number] }>;
  return new Map(
    Object.entries(header).flatMap(([name, { data_offsets: offsets }]) =>
      name === '__metadata__' ? [] : [[name, sha256(bytes.subarray(start + offsets[0], start + offsets[1]))] as const],
    ),
  );
}

describe('a safetensors file over the limit', () => {
  const planned = planSplitBag(auditOf(FILES), OPTIONS, SPLIT, open);
  const NAME = 'iris-v1.0.0.models-models-model';

  it('becomes shards that hold its tensors, and an index of them', async () => {
    const written = await writeParts((await planned).apart, open, folder);
    const bytes = new Map(await Promise.all(written.map(async ({ path }) => [path, await readFile(path)] as const)));
    for (const { path, size, sha256: digest } of written) {
      expect(size).toBeLessThanOrEqual(SPLIT.limit);
      expect([bytes.get(path)?.length, sha256(bytes.get(path) ?? '')]).toEqual([size, digest]);
    }
    const index = JSON.parse(`${bytes.get(join(folder, `${NAME}.safetensors.index.json`))}`);
    const whole = tensorsIn(WEIGHTS);
    expect(index.metadata).toEqual({ format: 'pt', total_size: 203_004 });
    expect(Object.keys(index.weight_map).sort()).toEqual([...whole.keys()].sort());
    for (const [tensor, shard] of Object.entries(index.weight_map as Record<string, string>))
      expect(tensorsIn(bytes.get(join(folder, shard)) as Buffer).get(tensor)).toBe(whole.get(tensor));
    expect(new Set(Object.values(index.weight_map))).toEqual(
      new Set(['1', '2', '3'].map((n) => `${NAME}-0000${n}-of-00003.safetensors`)),
    );
  });

  it('is listed whole, with what each shard has of it', async () => {
    const document = JSON.parse(textOf(await planned, 'parts.json'));
    const validate = new Ajv2020({ strict: false }).compile(
      JSON.parse(await readFile('schemas/parts.schema.json', 'utf8')),
    );
    expect([validate(document), validate.errors]).toEqual([true, null]);
    const [file] = parseParts(JSON.stringify(document));
    expect(file).toMatchObject({ path: 'data/models/models/model.safetensors', sha256: sha256(WEIGHTS) });
    expect(textOf(await planned, 'manifest-sha256.txt')).toContain(sha256(WEIGHTS));
  });

  it('comes back to the last byte by the command in README.txt', async () => {
    await writeParts((await planned).apart, open, folder);
    const command = /^ +(mkdir -p .* \{ .*)$/m.exec(textOf(await planned, 'README.txt'))?.[1] ?? '';
    execFileSync('sh', ['-c', command], { cwd: folder });
    expect((await readFile(join(folder, 'data/models/models/model.safetensors'))).equals(WEIGHTS)).toBe(true);
  });

  it('comes back by complete, which needs no index, and gives the bag that was never split', async () => {
    const out = join(folder, 'out');
    await mkdir(out);
    const parts = await writeParts((await planned).apart, open, out);
    await rm(parts.at(-1)?.path ?? '');
    const bag = await writeBag(await planned, open, join(out, 'iris-v1.0.0.zip'));
    const check = () => 'no address is opened';
    const document = await completeBag(bag.path, { out: join(folder, 'whole'), check, wait: async () => {} });
    const whole = await planSplitBag(auditOf(FILES), OPTIONS, { ...SPLIT, limit: 10 ** 9 }, open);
    const expected = await writeBag(whole, open, join(folder, 'whole.zip'));
    expect([document.verified, document.bag?.sha256]).toEqual([true, expected.sha256]);
  });

  thoroughly('may have more tensors than a call has room for arguments', async () => {
    const many = safetensorsOf(Array.from({ length: 130_000 }, () => 1));
    const pieces = await reshard(memorySource(many), 'model.safetensors', 2 * many.length);
    expect(pieces?.map(({ length }) => length)).toEqual([many.length - 130_000, 130_000, 0]);
  });

  it.each([
    ['a tensor is longer than it', safetensorsOf([150_000, 10])],
    ['its tensors have gaps', safetensorsOf([60_000, 60_000], { gap: 8 })],
    ['it has another content', Buffer.alloc(150_000, 1)],
  ])('stays in numbered parts where %s', async (_, bytes) => {
    expect(await reshard(memorySource(bytes), 'model.safetensors', SPLIT.limit)).toBeNull();
    const files = [{ path: 'model.safetensors', role: 'model' as const, bytes }];
    const plan = await planSplitBag(auditOf(files), OPTIONS, SPLIT, openerOf(files));
    expect(plan.apart[0]?.parts[0]?.name).toMatch(/\.part001$/);
  });
});
