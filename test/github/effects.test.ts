import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, describe, expect } from '@jest/globals';
import { openBagContents } from '../../src/bag/verify/open-bag.js';
import { INPUTS, type InputName } from '../../src/github/inputs.js';
import { thoroughly } from '../thorough.js';
import type { Content } from '../tree/repository-fixture.js';
import {
  commented,
  dispatched,
  pullRequest,
  scheduled,
  type Trigger,
  tagPushed,
  workflowRunCompleted,
} from './events.js';
import type { FakeGitHub } from './fake/github.js';
import { fixture, type ModelRepository, trainingProject } from './model-repository.js';
import type { RunResult } from './runner.js';
import { act, evil, fake, project, written } from './scenario.js';

const CONFIG = '.github/modelbag.yml';
type Inputs = Partial<Record<InputName, string>>;

/** A repository with two tags, a pull request that brings a dangerous model, and its GitHub. */
interface Place {
  repository: ModelRepository;
  github: FakeGitHub;
  run(trigger: Trigger, inputs?: Inputs, ref?: string, token?: string): Promise<RunResult>;
}

async function place(files: Record<string, Content> = {}): Promise<Place> {
  const repository = project({ ...trainingProject(), 'ci/modelbag.yml': 'name: other\nfail-on: never\n', ...files });
  repository.tag('v0.9');
  repository.commit('Later', { 'later.txt': 'later\n' });
  repository.tag('v1.0');
  repository.branch('change');
  repository.commit('Change', { 'models/evil.pkl': evil() });
  repository.checkout('main');
  const pulls = { 3: { head: 'change', author: 'ada' } };
  const github = await fake({ folder: repository.folder, pulls });
  const run: Place['run'] = (trigger, inputs = {}, ref = 'v1.0', token) =>
    act({
      github,
      trigger,
      inputs,
      repositoryFolder: repository.checkedOut(ref, 0),
      ...(token !== undefined && { token }),
    });
  return { repository, github, run };
}

const pushed = async (inputs: Inputs, files: Record<string, Content> = {}) => {
  const here = await place(files);
  return { ...here, result: await here.run(tagPushed(here.github, 'v1.0'), inputs) };
};
const proposed = async (inputs: Inputs, files: Record<string, Content> = {}) => {
  const here = await place(files);
  return { ...here, result: await here.run(pullRequest(here.github, 3), inputs, 'change') };
};
const bagPaths = ({ outputs }: RunResult): string[] => JSON.parse(outputs['bag-paths'] ?? '[]') as string[];
const bag = (result: RunResult): string => basename(bagPaths(result)[0] ?? '');
const folderOf = (result: RunResult, key = 'modelbag'): string => join(result.temporary, key);

async function contentOf(result: RunResult): Promise<string[]> {
  const contents = await openBagContents(bagPaths(result)[0] as string);
  const names = [...(contents?.files.keys() ?? [])];
  await contents?.close();
  return names;
}

/** What each input is for, seen on a run of the built Action. An input without a line here does not compile. */
const EFFECTS: Record<InputName, () => Promise<void>> = {
  async command() {
    const { github, result } = await pushed({ command: 'pack' });
    expect(result.exitCode).toBe(0);
    expect(written(github)).toEqual([]);
    expect(bagPaths(result)).toHaveLength(4);
  },
  async directory() {
    const { result } = await pushed({ directory: 'models', release: 'none' });
    expect(await contentOf(result)).toContain('data/models/model.safetensors');
    expect(await contentOf(result)).not.toContain('data/code/train.py');
  },
  async config() {
    expect(bag((await pushed({ config: 'ci/modelbag.yml' })).result)).toBe('other-v1.0.zip');
    const { result } = await pushed({ config: 'none.yml' });
    expect(result.exitCode).toBe(1);
    expect(result.annotations.at(-1)?.message).toMatch(/^none\.yml cannot be read: there is no such file\n/);
  },
  async tag() {
    const { github } = await pushed({ tag: 'refs/tags/v0.9' });
    expect(github.repository.releases.map(({ tag }) => tag)).toEqual(['v0.9']);
  },
  async token() {
    const { github, run } = await place();
    const { annotations, exitCode } = await run(tagPushed(github, 'v1.0'), { token: '' }, 'v1.0', '');
    expect(exitCode).toBe(1);
    expect(annotations.at(-1)?.message).toContain('the input `token` is empty');
  },
  async 'fail-on'() {
    for (const [inputs, files] of [
      [{ 'fail-on': 'warning' }, {}],
      [{}, { [CONFIG]: 'fail-on: warning\n' }],
    ] as const) {
      const { github, result } = await pushed({ ...inputs, 'check-run': 'true' }, files);
      expect(result.exitCode).toBe(1);
      expect(github.repository.checkRuns.map(({ conclusion }) => conclusion)).toEqual(['failure']);
    }
    for (const [inputs, files] of [
      [{ 'fail-on': 'never' }, { 'models/evil.pkl': evil() }],
      [{}, { 'models/evil.pkl': evil(), [CONFIG]: 'fail-on: never\n' }],
    ] as const) {
      const { github, result } = await pushed({ ...inputs, 'check-run': 'true' }, files);
      expect(result.exitCode).toBe(0);
      expect(github.repository.checkRuns.map(({ conclusion }) => conclusion)).toEqual(['neutral']);
    }
  },
  async exports() {
    const files = { 'models/net.pt': fixture('equal/mlp-f32-everywhere/model.pt') };
    const { result } = await pushed({ exports: 'npz,\n safetensors', release: 'none' }, files);
    const names = await contentOf(result);
    for (const name of ['net.npz', 'net.safetensors']) expect(names).toContain(`data/exports/models/${name}`);
  },
  async comment() {
    expect((await proposed({ comment: 'never' })).github.repository.comments).toEqual([]);
    expect((await proposed({}, { [CONFIG]: 'comment: never\n' })).github.repository.comments).toEqual([]);
  },
  async 'comment-key'() {
    const { github, result } = await proposed({ 'comment-key': 'cats', 'check-run': 'true' });
    expect(github.repository.comments[0]?.body).toContain(' key=cats ');
    expect(github.repository.checkRuns[0]?.name).toBe('cats');
    expect(result.outputs['report-json']).toBe(join(folderOf(result, 'cats'), 'modelbag-report.json'));
  },
  async release() {
    const { github } = await pushed({ release: 'publish' });
    expect(github.repository.releases.map(({ draft }) => draft)).toEqual([false]);
  },
  async 'if-exists'() {
    const { github, run } = await pushed({}, { [CONFIG]: 'name: digits\n' });
    const again = await run(tagPushed(github, 'v1.0'), { 'if-exists': 'fail' });
    expect(again.exitCode).toBe(1);
    expect(again.annotations.at(-1)?.message).toMatch(/^the release already has /);
  },
  async split() {
    const { result } = await pushed({ split: '300 KB' }, { 'data/train.bin': new Uint8Array(400_000) });
    expect(result.exitCode).toBe(0);
    expect(bagPaths(result).filter((path) => path.includes('train.bin')).length).toBeGreaterThan(0);
  },
  async 'check-run'() {
    const { github, result } = await proposed({ 'check-run': 'true' });
    expect(github.repository.checkRuns.map(({ headSha }) => headSha)).toEqual([
      github.repository.issues.get(3)?.pull?.headSha,
    ]);
    expect(result.annotations.filter(({ properties }) => properties['file'] !== undefined)).toEqual([]);
  },
  async 'upload-sarif'() {
    const { github } = await proposed({ 'upload-sarif': 'true' });
    expect(github.repository.sarifs).toHaveLength(1);
  },
  async train() {
    const { github, result } = await pushed(
      { command: 'pack', release: 'none' },
      { [CONFIG]: 'train: {command: node none.mjs}\n', 'requirements.txt': '' },
    );
    const inputs = { command: 'replay', directory: folderOf(result), train: 'no-such-program --seed 7' };
    const again = await act({ github, trigger: dispatched(github), token: '', inputs });
    const record = JSON.parse(readFileSync(again.outputs['replay-json'] as string, 'utf8'));
    expect(record).toMatchObject({ command: ['no-such-program', '--seed', '7'], commandFrom: 'the input train' });
  },
};

describe('the input', () => {
  for (const { name } of INPUTS) thoroughly(`${name} does what it is for`, EFFECTS[name]);

  thoroughly('is told in the summary where it is wrong', async () => {
    const github = await fake({ folder: project().folder });
    const inputs = { release: 'yes', exports: 'onxn' };
    const result = await act({ github, trigger: dispatched(github), inputs });
    expect(result.exitCode).toBe(1);
    for (const text of [result.summary, result.annotations.at(-1)?.message])
      expect(text).toMatch(/release: expected auto, .*found "yes".*exports: expected safetensors, .*found "onxn"/s);
  });
});

describe('what was read', () => {
  thoroughly('is the commit of check runs and code scanning, whatever started the workflow', async () => {
    const inputs = { 'check-run': 'true', 'upload-sarif': 'true' } as const;
    const old = await place();
    const released = await old.run(dispatched(old.github, { tag: 'v0.9' }), inputs, 'v1.0');
    expect(released.exitCode).toBe(0);
    const tagged = old.repository.git('rev-parse', 'v0.9');
    const { checkRuns, sarifs, releases } = old.github.repository;
    expect(releases.map(({ tag }) => tag)).toEqual(['v0.9']);
    expect(checkRuns.map(({ headSha }) => headSha)).toEqual([tagged]);
    expect(sarifs).toMatchObject([{ commit: tagged, ref: 'refs/tags/v0.9' }]);
    const asked = await place();
    await act({ github: asked.github, trigger: commented(asked.github, 3, '/modelbag check'), inputs });
    const head = asked.repository.git('rev-parse', 'change');
    expect(asked.github.repository.sarifs).toMatchObject([{ commit: head, ref: 'refs/pull/3/head' }]);
  });

  thoroughly('has the configuration that the input names, although a comment checks nothing out', async () => {
    const { github } = await place({ 'sub/models/evil.pkl': evil() });
    for (const inputs of [{ config: 'ci/modelbag.yml' }, { config: './ci/modelbag.yml', directory: 'sub' }]) {
      const result = await act({ github, trigger: commented(github, 3, '/modelbag check'), inputs });
      expect(result.exitCode).toBe(0);
      expect(result.summary).toMatch(/^## \S+ modelbag: other · /);
    }
    const asked = commented(github, 3, '/modelbag export');
    await act({ github, trigger: asked, inputs: { config: 'ci/none.yml', directory: 'sub' } });
    expect(github.repository.comments.at(-1)?.body).toMatch(/❌ ci\/none\.yml cannot be read/);
    await act({ github, trigger: commented(github, 3, '/modelbag check'), inputs: { config: 'none.yml' } });
    expect(github.repository.comments.at(-1)?.body).toMatch(/❌ none\.yml cannot be read: there is no such file/);
  });
});

describe('the comment of a fork', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  thoroughly(
    'is left out where the configuration of the repository says so, whatever that of the fork says',
    async () => {
      for (const [own, theirs, comments] of [
        ['never', 'always', 0],
        ['auto', 'never', 1],
      ] as const) {
        const repository = project({ ...trainingProject(), [CONFIG]: `comment: ${own}\n` });
        repository.branch('change');
        repository.commit('Change', { 'models/evil.pkl': evil(), [CONFIG]: `comment: ${theirs}\n` });
        repository.checkout('main');
        const pulls = { 3: { head: 'change', author: 'stranger', fork: 'stranger/model' } };
        const others = [{ fullName: 'stranger/model', folder: repository.folder }];
        const github = await fake({ folder: repository.folder, pulls, others });
        const checked = await act({
          github,
          trigger: pullRequest(github, 3),
          repositoryFolder: repository.checkedOut('change'),
        });
        const directory = mkdtempSync(join(tmpdir(), 'report-'));
        folders.push(directory);
        writeFileSync(join(directory, 'modelbag-report.json'), readFileSync(checked.outputs['report-json'] as string));
        const posted = await act({ github, trigger: workflowRunCompleted(github, 3), inputs: { directory } });
        expect(posted.exitCode).toBe(0);
        expect(github.repository.comments).toHaveLength(comments);
      }
    },
  );
});

describe('the layout of the bag', () => {
  thoroughly('is followed from the pack to the weekly look', async () => {
    for (const [layout, extension] of [
      ['root', 'zip'],
      ['folder', 'zip'],
      ['tar', 'tar'],
    ] as const) {
      const { github, run } = await place({ [CONFIG]: `name: digits\nbag: {layout: ${layout}}\n` });
      for (const tag of ['v0.9', 'v1.0']) {
        const packed = await run(tagPushed(github, tag), { command: 'pack' }, tag);
        const inputs = { command: 'publish', directory: folderOf(packed), release: 'publish' };
        const published = await act({ github, trigger: tagPushed(github, tag), inputs });
        expect(published.exitCode).toBe(0);
      }
      const names = github.repository.releases.flatMap(({ assets }) => assets.map(({ name }) => name));
      expect(names).toContain(`digits-v1.0.${extension}`);
      expect(github.repository.releases.at(-1)?.body).toContain('#### Since v0.9');
      const week = await act({ github, trigger: scheduled(github) });
      expect(week.summary.match(/✅ as it was attached/g)).toHaveLength(2);
    }
  });

  thoroughly('is refused with the cure where it is no file', async () => {
    for (const inputs of [{}, { command: 'pack' }, { release: 'none' }]) {
      const { result } = await pushed(inputs, { [CONFIG]: 'bag: {layout: directory}\n' });
      expect(result.exitCode).toBe(1);
      expect(result.annotations.at(-1)?.message).toMatch(/^`bag\.layout: directory` .*layout: root/s);
    }
  });
});
