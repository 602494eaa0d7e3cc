import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { BagPlan } from '../../src/bag/bag-plan.js';
import { planBag } from '../../src/bag/plan.js';
import { chunksOf, type Text, wholeText } from '../../src/bag/text.js';
import { BAG_LIMITS } from '../../src/bag/verify/bag-limits.js';
import { verifyBag } from '../../src/bag/verify.js';
import { writeBag } from '../../src/bag/write.js';
import { isThorough } from '../thorough.js';
import { auditOf, EMPTY_EVIDENCE, type FixtureFile, modelReport, OPTIONS, openerOf } from './audit-fixture.js';

/** Beyond 65,535 a zip needs its 64-bit records; 200,000 are the most that other archives may have. */
const FILES = isThorough ? 201_000 : 2_500;
const MOST_MILLISECONDS = 300_000;

const files: FixtureFile[] = [
  { path: 'train.py', role: 'script', bytes: 'torch.save(net, "net.pt")\n' },
  { path: 'net.pt', role: 'model', bytes: 'weights' },
  ...Array.from({ length: FILES }, (_, i) => ({
    path: `data/part-${i % 50}/sample ${i}.txt`,
    role: 'training-data' as const,
    bytes: `Text ${i}\n`,
  })),
];
const audit = auditOf(files, {
  models: [modelReport('net.pt')],
  evidence: {
    ...EMPTY_EVIDENCE,
    scripts: [
      {
        path: 'train.py',
        language: 'python',
        role: 'train',
        writes: [{ model: 'net.pt', line: 1, how: 'torch.save' }],
      },
    ],
  },
});
const plan = planBag(audit, OPTIONS);

const textOf = (path: string, { members }: BagPlan = plan): Text => {
  const content = members.find((member) => member.path === path)?.content;
  if (content?.from !== 'text') throw new Error(`expected the text ${path}`);
  return content.text;
};

describe('a bag of many files', () => {
  it('has its lists as pieces, which are the same each time', () => {
    const lists = ['droid.csv', 'manifest-sha256.txt', 'ro-crate-metadata.json', 'bom.cdx.json'];
    for (const path of [...lists, 'data/ro-crate-metadata.json', 'data/data-sources.json']) {
      const text = textOf(path);
      expect(typeof text).toBe('function');
      const chunks = [...chunksOf(text)];
      // No more than a chunk and the piece that made it full.
      for (const { length } of chunks) expect(length).toBeLessThan(70_000);
      const bytes = Buffer.concat(chunks);
      expect(bytes.toString()).toBe(wholeText(text));
      expect(plan.members.find((member) => member.path === path)?.size).toBe(bytes.length);
    }
  });

  it('shows as much in its preview as people and browsers can take, and says what else there is', () => {
    const preview = wholeText(textOf('ro-crate-preview.html'));
    // Two files, their sources, three folders and the data; the folder of the data lists it once more.
    const entries = FILES + 6;
    const more = '<a href="ro-crate-metadata.json">ro-crate-metadata.json</a>';
    expect(preview).toContain(`… and ${entries - 2000} more in ${more}`);
    expect(preview).toContain(`… and ${FILES - 2000} more in ${more}`);
    expect(preview.length).toBeLessThan(4_000_000);
  });

  it('tells a training of the folder of its data, not of every file in it', () => {
    const { '@graph': graph } = JSON.parse(wholeText(textOf('ro-crate-metadata.json'))) as {
      '@graph': Record<string, unknown>[];
    };
    expect(graph.find((entity) => entity['@id'] === '#train-1')).toMatchObject({
      instrument: { '@id': 'data/src/train.py' },
      object: { '@id': 'data/training-data/' },
      result: { '@id': 'data/models/net.pt' },
    });
  });

  it(
    'is written, read back and verified',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'modelbag-many-'));
      try {
        const path = join(folder, 'bag.zip');
        await writeBag(plan, openerOf(files), path);
        expect(await verifyBag(path)).toMatchObject({ verdict: 'valid', problems: [], crate: { valid: true } });
      } finally {
        await rm(folder, { recursive: true });
      }
    },
    MOST_MILLISECONDS,
  );

  it('is refused before it is written where nobody would read it back', async () => {
    const path = join(tmpdir(), 'modelbag-too-many.zip');
    const writing = writeBag(plan, openerOf([]), path, { limits: { ...BAG_LIMITS, members: 2000 } });
    await expect(writing).rejects.toThrow(/^expected at most 2000 files and folders in a bag, found \d+$/);
  });
});
