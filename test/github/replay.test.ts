import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { thoroughly } from '../thorough.js';
import { dispatched, tagPushed, workflowRunCompleted } from './events.js';
import type { FakeGitHub } from './fake/github.js';
import { fixture } from './model-repository.js';
import { act, fake, project } from './scenario.js';

const MODEL = 'models/model.safetensors';
const WEIGHTS = Buffer.from(fixture('neutral/hf-model-dir/model.safetensors'));
/** Writes the weights, and whatever it can learn of the runner. */
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
  thoroughly('says that the models are reproduced, to the release too, and tells the training nothing', async () => {
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
  });

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
