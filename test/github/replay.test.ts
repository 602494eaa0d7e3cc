import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { linesTo } from '../../src/github/log-lines.js';
import { packedBag, readReplay } from '../../src/github/packed-bag.js';
import { thoroughly } from '../thorough.js';
import { dispatched, tagPushed, workflowRunCompleted } from './events.js';
import type { FakeGitHub } from './fake/github.js';
import { fixture } from './model-repository.js';
import { act, fake, project } from './scenario.js';

const MODEL = 'models/model.safetensors';
const WEIGHTS = Buffer.from(fixture('neutral/hf-model-dir/model.safetensors'));
/** Writes the weights, and says what it is handed of the runner. */
const trainer = (change: number): string => `import { writeFileSync } from 'node:fs';
const weights = Buffer.from('${WEIGHTS.toString('base64')}', 'base64');
weights.writeFloatLE(weights.readFloatLE(weights.length - 4) + ${change}, weights.length - 4);
writeFileSync('${MODEL}', weights);
console.log('::set-output name=verdict::pwned');
console.log('sees', Object.keys(process.env).sort().join());
`;
const CONFIG = `name: digits
train: { command: node train.mjs, outputs: [${MODEL}] }
`;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A bag of a repository whose program trains to weights that differ by so much from the ones that it has. */
async function packed(change: number): Promise<{ github: FakeGitHub; directory: string }> {
  const files = { '.github/modelbag.yml': CONFIG, 'train.mjs': trainer(change), [MODEL]: WEIGHTS };
  const repository = project(files);
  repository.tag('v1.0');
  const github = await fake({ folder: repository.folder, pulls: {} });
  const run = await act({
    github,
    trigger: tagPushed(github, 'v1.0'),
    repositoryFolder: repository.checkedOut('v1.0'),
    inputs: { command: 'pack', release: 'none' },
  });
  expect(run.exitCode).toBe(0);
  const directory = mkdtempSync(join(tmpdir(), 'packed-'));
  folders.push(directory);
  const written = join(run.temporary, 'modelbag');
  for (const name of readdirSync(written)) copyFileSync(join(written, name), join(directory, name));
  return { github, directory };
}

const replay = ({ github, directory }: Awaited<ReturnType<typeof packed>>, inputs = {}) =>
  act({ github, trigger: dispatched(github), token: '', inputs: { command: 'replay', directory, ...inputs } });

describe('training again', () => {
  it('logs lines wherever the pieces of the output end, and long ones in pieces', () => {
    const logged: string[] = [];
    const lines = linesTo((line) => logged.push(line));
    for (const text of ['a\r', '\nb\n', 'c', '', '\r', '\r\n', 'd\re']) lines.take(text);
    lines.end();
    expect(logged).toEqual(['a', 'b', 'c', '', 'd', 'e']);
    // Output that never ends a line is neither kept nor read again and again.
    const lengths: number[] = [];
    const endless = linesTo(({ length }) => lengths.push(length));
    for (let i = 0; i < 2000; i++) endless.take('x'.repeat(20_000));
    endless.end();
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(40_000_000);
    expect(Math.max(...lengths)).toBe(8192);
  });

  it('is told of the very bag alone', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'record-'));
    folders.push(directory);
    const bag = { name: 'digits-v1.zip', sha256: 'a'.repeat(64) };
    expect(await readReplay(directory, bag)).toBeNull();
    const record = { schema: 'modelbag/replay/1', verdict: 'reproduced', reason: '', bag: bag.name, sha256: bag.sha256, setup: [], command: [], commandFrom: '', exitCode: 0, durationSeconds: 1, models: [], metrics: [], output: '' }; // biome-ignore format: one line reads best
    const write = (document: unknown): void =>
      writeFileSync(join(directory, 'modelbag-replay.json'), JSON.stringify(document));
    write(record);
    expect(await readReplay(directory, bag)).toEqual(record);
    write({ ...record, sha256: 'b'.repeat(64) });
    await expect(readReplay(directory, bag)).rejects.toThrow(/speaks of digits-v1\.zip \(sha256 bbb.*the bag is .*aaa/);
    write({ ...record, sha256: undefined });
    await expect(readReplay(directory, bag)).rejects.toThrow(/sha256 not said/);
    write({ ...record, verdict: 'fine' });
    await expect(readReplay(directory, bag)).rejects.toThrow(/^the record of the training is not one of this version/);
    truncateSync(join(directory, 'modelbag-replay.json'), 2 ** 26);
    await expect(readReplay(directory, bag)).rejects.toThrow(/expected at most \d+ bytes/);
  });

  it('needs a folder with one bag, and says what else it found', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'bags-'));
    folders.push(directory);
    const bagIn = (folder: string) => packedBag({ directory: folder, inputs: { directory: 'bag', command: 'replay' } } as Parameters<typeof packedBag>[0]); // biome-ignore format: one line reads best
    await expect(bagIn(join(directory, 'none'))).rejects.toThrow('there is no bag in bag');
    writeFileSync(join(directory, 'file'), '');
    await expect(bagIn(join(directory, 'file'))).rejects.toThrow(/^expected a folder that can be read: ENOTDIR/);
    for (const name of ['a.zip', 'a.zip.sha256', 'b.zip']) writeFileSync(join(directory, name), '');
    expect(await bagIn(directory)).toMatchObject({ bag: 'a.zip' });
    writeFileSync(join(directory, 'b.zip.sha256'), '');
    await expect(bagIn(directory)).rejects.toThrow('there are 2 bags in bag');
  });

  thoroughly(
    'says that the models are reproduced, to the release too, and hands the training nothing of the runner',
    async () => {
      const bag = await packed(0);
      const run = await replay(bag);
      expect(run.exitCode).toBe(0);
      expect(run.outputs).toMatchObject({ replay: 'reproduced' });
      expect(run.outputs).not.toHaveProperty('verdict');
      expect(run.summary).toMatch(/\*\*Trained again:\*\* ✅ reproduced\..*- command: `node train\.mjs`/s);
      expect(run.stdout).toMatch(/^sees .*PATH/m);
      expect(run.stdout).not.toMatch(/^sees .*(GITHUB_|RUNNER_|INPUT_|TOKEN)/m);
      expect(bag.github.journal.exchanges).toEqual([]);
      copyFileSync(run.outputs['replay-json']!, join(bag.directory, 'modelbag-replay.json'));
      const published = await act({
        github: bag.github,
        trigger: tagPushed(bag.github, 'v1.0'),
        inputs: { command: 'publish', directory: bag.directory },
      });
      expect(published.exitCode).toBe(0);
      expect(bag.github.repository.releases[0]!.body).toContain('**Trained again:** ✅ reproduced.');
    },
  );

  thoroughly('fails where other weights come out, and says which', async () => {
    const bag = await packed(0.5);
    const run = await replay(bag);
    expect(run.exitCode).toBe(1);
    expect(run.outputs['replay']).toBe('not-reproduced');
    const record = JSON.parse(readFileSync(run.outputs['replay-json']!, 'utf8'));
    expect(
      record.models[0].diff.tensors.filter(({ status }: { status: string }) => status === 'different'),
    ).toHaveLength(1);
    expect((await replay(bag, { 'fail-on': 'never' })).exitCode).toBe(0);
    const missing = await replay(bag, { train: 'no-such-program train' });
    expect(missing.exitCode).toBe(1);
    expect(missing.outputs['replay']).toBe('could-not-run');
  });

  it('is refused where strangers would get the rights of the repository', async () => {
    const repository = project();
    const pulls = { 3: { head: 'main', author: 'ada' } };
    const github = await fake({ folder: repository.folder, pulls });
    const run = await act({
      github,
      trigger: workflowRunCompleted(github, 3, { runId: 77 }),
      inputs: { command: 'replay' },
    });
    expect(run.exitCode).toBe(1);
    expect(run.annotations[0]!.message).toContain('gives its rights to strangers');
  });
});
