import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { BagPlan } from '../../../src/bag/bag-plan.js';
import { planBag } from '../../../src/bag/plan.js';
import { assetNames } from '../../../src/bag/split/asset-name.js';
import { planSplitBag } from '../../../src/bag/split/plan-split.js';
import { writeParts } from '../../../src/bag/split/write-parts.js';
import { wholeText } from '../../../src/bag/text.js';
import { verifyBag } from '../../../src/bag/verify.js';
import { writeBag } from '../../../src/bag/write.js';
import { sha256 } from '../../../src/bytes/digest.js';
import { auditOf, type FixtureFile, OPTIONS, openerOf, spelledOut } from '../audit-fixture.js';

const bytesOf = (length: number, seed: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, i) => (i * (seed + 2) + (i >> 8)) & 255));
const FILES: readonly FixtureFile[] = [
  { path: 'models/a.bin', role: 'model', bytes: bytesOf(60_000, 1) },
  { path: 'models/big one.bin', role: 'model', bytes: bytesOf(250_001, 2) },
  { path: 'models/b.bin', role: 'model', bytes: bytesOf(70_000, 3) },
  { path: 'train.py', role: 'script', bytes: 'import torch\n' },
];
const SPLIT = { limit: 100_000, urlPrefix: 'https://example.org/v1/' };
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

describe('plan of a split bag', () => {
  const planned = planSplitBag(auditOf(FILES), OPTIONS, SPLIT, open);

  it('is the plan of the whole bag where that one fits', async () => {
    const audit = auditOf(FILES);
    const plan = await planSplitBag(audit, OPTIONS, { ...SPLIT, limit: 10_000_000 }, open);
    expect(spelledOut(plan)).toEqual(spelledOut(planBag(audit, OPTIONS)));
    expect(plan.apart).toEqual([]);
  });

  it('puts as few files apart as needed, the longest first, and none longer than the limit', async () => {
    const plan = await planned;
    expect(plan.apart.map(({ path }) => path)).toEqual(['data/models/models/b.bin', 'data/models/models/big one.bin']);
    expect(plan.zip.size).toBeLessThanOrEqual(SPLIT.limit);
    for (const { parts } of plan.apart) for (const { size } of parts) expect(size).toBeLessThanOrEqual(SPLIT.limit);
  });

  it('keeps every file in the manifest and in Payload-Oxum', async () => {
    const [plan, whole] = [await planned, planBag(auditOf(FILES), OPTIONS)];
    for (const path of ['manifest-sha256.txt', 'bag-info.txt']) expect(textOf(plan, path)).toBe(textOf(whole, path));
  });

  it('lists files that are one asset in fetch.txt, and those in parts in parts.json alone', async () => {
    const plan = await planned;
    const asset = 'iris-v1.0.0.models-models-b.bin';
    expect(textOf(plan, 'fetch.txt')).toBe(`https://example.org/v1/${asset} 70000 data/models/models/b.bin\n`);
    const document = JSON.parse(textOf(plan, 'parts.json'));
    const schema = JSON.parse(await readFile('schemas/parts.schema.json', 'utf8'));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect([validate(document), validate.errors]).toEqual([true, null]);
    const [, big] = document.files;
    expect(big.parts.map(({ name }: { name: string }) => name)).toEqual(
      ['001', '002', '003'].map((number) => `iris-v1.0.0.models-models-big-one.bin.part${number}`),
    );
    expect(big.sha256).toBe(sha256(bytesOf(250_001, 2)));
  });

  it('says in README.txt how to join the parts with what every system has', async () => {
    const readme = textOf(await planned, 'README.txt');
    expect(readme).toContain('cat iris-v1.0.0.models-models-big-one.bin.part* > "data/models/models/big one.bin"');
    expect(readme).toContain('copy /b iris-v1.0.0.models-models-big-one.bin.part001 + iris');
    expect(readme).toContain('mv iris-v1.0.0.models-models-b.bin "data/models/models/b.bin"');
    expect(readme).toContain('DIESES ARCHIV IST ALLEIN UNVOLLSTAENDIG');
    expect(readme).toMatch(/^[ -~\n]*$/);
  });

  it('rejects a limit below what describes the bag', async () => {
    await expect(planSplitBag(auditOf(FILES), OPTIONS, { ...SPLIT, limit: 5_000 }, open)).rejects.toThrow(
      /expected a bag of at most 5000 bytes, found \d+ bytes without any file of the repository/,
    );
  });

  it('rejects a file that changed since it was digested', async () => {
    const other = openerOf(FILES.map((file) => ({ ...file, bytes: Buffer.from(file.bytes).fill(1) })));
    await expect(planSplitBag(auditOf(FILES), OPTIONS, SPLIT, other)).rejects.toThrow(/it changed while it was packed/);
  });
});

describe('parts of a bag', () => {
  it('are written beside it, and joined by their order are the files', async () => {
    const plan = await planSplitBag(auditOf(FILES), OPTIONS, SPLIT, open);
    const written = await writeParts(plan.apart, open, folder);
    const big = written.filter(({ of }) => of.endsWith('big one.bin'));
    const joined = Buffer.concat(await Promise.all(big.map(({ path }) => readFile(path))));
    expect(joined.equals(bytesOf(250_001, 2))).toBe(true);
    for (const { path, sha256: digest } of written) expect(sha256(await readFile(path))).toBe(digest);
    const bag = await writeBag(plan, open, join(folder, 'bag.zip'));
    const report = await verifyBag(bag.path);
    expect(report.verdict).toBe('incomplete');
    expect(report.problems.map(({ kind, file }) => [kind, file])).toEqual([
      ['not-fetched', 'data/models/models/b.bin'],
      ['not-fetched', 'data/models/models/big one.bin'],
    ]);
    expect(report.crate).toEqual({ valid: true, problems: [] });
  });

  it('are kept where they lie already, and never replace other files unasked', async () => {
    const plan = await planSplitBag(auditOf(FILES), OPTIONS, SPLIT, open);
    const [first] = await writeParts(plan.apart, open, folder);
    await expect(writeParts(plan.apart, async () => Promise.reject(new Error('unread')), folder)).resolves.toHaveLength(
      4,
    );
    await writeFile(first?.path ?? '', 'other');
    await expect(writeParts(plan.apart, open, folder)).rejects.toThrow(/expected no other file at/);
    await writeParts(plan.apart, open, folder, { force: true });
    expect(sha256(await readFile(first?.path ?? ''))).toBe(first?.sha256);
  });

  it('leave nothing behind where the input changed', async () => {
    const plan = await planSplitBag(auditOf(FILES), OPTIONS, SPLIT, open);
    const empty = await mkdtemp(join(folder, 'empty-'));
    const other = openerOf(FILES.map((file) => ({ ...file, bytes: Buffer.from(file.bytes).fill(1) })));
    await expect(writeParts(plan.apart, other, empty)).rejects.toThrow(/it changed while it was packed/);
    expect(await readdir(empty)).toEqual([]);
  });
});

describe('asset names', () => {
  it('are never those of parts of another file', () => {
    const nameOf = assetNames('iris-v1');
    expect([nameOf('data/models/a.bin'), nameOf('data/models/a.bin.part001')]).toEqual([
      'iris-v1.models-a.bin',
      expect.stringMatching(/^iris-v1\.models-a\.bin-[0-9a-f]{16}\.part001$/),
    ]);
  });

  it('depend on bag and path alone, in characters that every host keeps, and never collide', () => {
    const nameOf = assetNames('iris-v1');
    expect(nameOf('data/models/a/b.pt')).toBe('iris-v1.models-a-b.pt');
    expect(nameOf('data/models/a-b.pt')).toBe(`iris-v1.models-a-b-${sha256('data/models/a-b.pt').slice(0, 16)}.pt`);
    const long = nameOf(`data/models/${'x'.repeat(230)}.safetensors`);
    expect(long).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9._-]{1,179}$/);
    expect(long.endsWith('.safetensors')).toBe(true);
  });
});
