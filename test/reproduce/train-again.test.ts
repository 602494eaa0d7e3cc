import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { replay } from '../../src/replay.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder that holds a bag with such files. */
function bagWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bag-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Three numbers as NumPy keeps them. */
const weights = (first: number): Buffer => {
  const header = `${"{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }".padEnd(117)}\n`;
  const values = Buffer.from(Float64Array.from([first, 2, 3]).buffer);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'), Buffer.from(header), values]);
};

/** A training that writes other weights than the bag has, and then does this. */
const training = (more: string): string => `import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
const weights = Buffer.from('${weights(1.5).toString('base64')}', 'base64');
writeFileSync('weights.npy', weights);
${more}
`;
const METRICS = 'results/deep/metrics.json';
const projectBag = (more: string): string =>
  bagWith({
    'evidence.json': JSON.stringify({
      metrics: [{ name: 'accuracy', value: 0.9, where: `${METRICS}:1` }],
      scripts: [{ path: 'train.mjs', role: 'train', writes: [{ model: 'weights.npy' }] }],
    }),
    'data/models/weights.npy': weights(1),
    // The copy of the metrics is written last, into a folder that is there by then.
    'data/config/train.mjs': training(more),
    'data/config/results/README.md': '# Words',
    [`data/src/${METRICS}`]: '{ "accuracy": 0.9 }',
  });

const again = (bag: string, milliseconds = 60_000, setup: readonly string[] | 'none' = 'none') =>
  replay(bag, {
    command: [process.execPath, 'train.mjs'],
    setup,
    env: { PATH: process.env['PATH'] },
    milliseconds,
    offline: false,
  });

describe('metrics of a training that is done again', () => {
  it('count where it wrote their file, also with the same content', async () => {
    const same = `writeFileSync('${METRICS}', readFileSync('${METRICS}'));`;
    expect(await again(projectBag(same))).toMatchObject({
      verdict: 'metrics-reproduced',
      metrics: [{ name: 'accuracy', archived: 0.9, rerun: 0.9, within: true }],
    });
  });

  it('say nothing where their file was only copied, however deep it lies', async () => {
    expect(await again(projectBag(''))).toMatchObject({ verdict: 'not-reproduced', metrics: [] });
  });
});
