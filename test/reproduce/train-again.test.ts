import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { replay } from '../../src/replay.js';
import { trainAgain } from '../../src/reproduce/train-again.js';

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

const again = (bag: string) =>
  replay(bag, {
    command: { words: [process.execPath, 'train.mjs'], from: 'the test', advice: '' },
    setup: 'none',
    env: { PATH: process.env['PATH'] },
    milliseconds: 60_000,
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

describe('a training without a network', () => {
  const canUnshare = spawnSync('unshare', ['--user', '--map-root-user', '--net', '--', 'true']).status === 0;
  (canUnshare ? it : it.skip)(
    'reaches not even this machine',
    async () => {
      const server = createServer((socket) => void socket.end());
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as { port: number };
      const asks = `require('node:net').connect(${port}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(7))`;
      const asked = (offline: boolean) =>
        trainAgain(
          bagWith({}),
          { words: [process.execPath, '-e', asks], directory: '', from: '' },
          { steps: [[process.execPath, '-e', asks]] },
          { env: { PATH: process.env['PATH'] }, milliseconds: 60_000, offline },
        );
      try {
        expect((await asked(false)).reason).toBeUndefined();
        // Its environment is made with one.
        expect(await asked(true)).toMatchObject({ reason: 'The command ended with 7.', setup: [expect.any(String)] });
      } finally {
        server.close();
      }
    },
    20_000,
  );
});

describe('the time of a training', () => {
  const waits = (milliseconds: number): string[] => [process.execPath, '-e', `setTimeout(() => {}, ${milliseconds})`];
  const trained = (step: string[], asItIs?: string) =>
    trainAgain(
      bagWith({}),
      { words: waits(900), directory: '', from: '' },
      { steps: [step] },
      { env: {}, milliseconds: 1100, offline: false, asItIs },
    );

  it('is that of its environment too', async () => {
    expect(await trained(waits(600))).toMatchObject({ ended: 'time', reason: expect.stringContaining('ended after') });
  });

  it('is over also where something that left the group still holds the output', async () => {
    const leaves = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 8000)'], { detached: true, stdio: 'inherit' })`;
    const { ended, seconds } = await trained([process.execPath, '-e', leaves]);
    expect(ended).toBe('time');
    expect(seconds).toBeLessThan(5);
  }, 20_000);

  it('and its output have an end', async () => {
    const floods = [
      process.execPath,
      '-e',
      "const write = () => process.stdout.write('x'.repeat(1000), write); write();",
    ];
    const done = await trainAgain(
      bagWith({}),
      { words: floods, directory: '', from: '' },
      { steps: [] },
      { env: {}, milliseconds: 60_000, mostOutput: 5_000, offline: false },
    );
    expect(done).toMatchObject({ ended: 'output', reason: 'The command was ended after 5000 characters of output.' });
  }, 20_000);

  it('is no matter where there is no environment; who asked says what to do instead', async () => {
    const fails = [process.execPath, '-e', 'process.exit(3)'];
    expect((await trained(fails, 'ask the cook')).reason).toMatch(
      /could not be made: .* ended with 3; ask the cook\.$/,
    );
    expect((await trained(fails)).reason).toMatch(/ended with 3\.$/);
  });
});
