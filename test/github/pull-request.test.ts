import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { thoroughly } from '../thorough.js';
import { type PullOptions, pullRequest, tagPushed } from './events.js';
import type { FakeGitHub } from './fake/github.js';
import type { Initial, SeedPull } from './fake/seed.js';
import { fixture, type ModelRepository, trainingProject } from './model-repository.js';
import type { RunResult } from './runner.js';
import { act, evil, fake, project, written } from './scenario.js';

/** A repository whose branch `change` holds what a pull request would bring. */
function changed(files: Parameters<ModelRepository['commit']>[1], base = trainingProject()): ModelRepository {
  const repository = project(base);
  repository.branch('change');
  repository.commit('Change', files);
  repository.checkout('main');
  return repository;
}

const open = (repository: ModelRepository, pull: Partial<SeedPull> = {}, initial: Initial = {}): Promise<FakeGitHub> =>
  fake({ folder: repository.folder, pulls: { 3: { head: 'change', author: 'ada', ...pull } }, ...initial });

interface Options extends PullOptions {
  inputs?: Record<string, string>;
  env?: Record<string, string>;
  ref?: string;
}
const run = (
  github: FakeGitHub,
  repository: ModelRepository,
  { inputs = {}, env = {}, ref = 'change', ...options }: Options = {},
): Promise<RunResult> =>
  act({ github, trigger: pullRequest(github, 3, options), repositoryFolder: repository.checkedOut(ref), inputs, env });

const comments = ({ repository }: FakeGitHub): string[] => repository.comments.map(({ body }) => body);

describe('a pull request', () => {
  it('gets one comment for a new model, edited in place and folded once settled', async () => {
    const repository = changed({ 'models/evil.pkl': evil() });
    const github = await open(repository);
    const first = await run(github, repository);
    expect(first.exitCode).toBe(1);
    expect(written(github)).toEqual(['POST /issues/3/comments 201']);
    expect(comments(github)[0]).toMatch(/to settle before this can be archived.*➕ added \| `models\/evil\.pkl`/s);
    expect(first.outputs['comment-url']).toContain('#issuecomment-');

    repository.checkout('change');
    repository.commit('Another', { 'models/other.safetensors': fixture('neutral/hf-model-dir/model.safetensors') });
    repository.checkout('main');
    const pull = github.repository.issues.get(3)!.pull!;
    pull.headSha = repository.git('rev-parse', 'change');
    const second = await run(github, repository, { action: 'synchronize', env: { GITHUB_RUN_ID: '4243' } });
    expect(second.exitCode).toBe(1);
    expect(comments(github)).toHaveLength(1);
    expect(comments(github)[0]).toContain('models/other.safetensors');

    repository.checkout('change');
    repository.commit('Settle', { 'models/evil.pkl': null, 'models/other.safetensors': null });
    repository.checkout('main');
    pull.headSha = repository.git('rev-parse', 'change');
    const third = await run(github, repository, { action: 'synchronize', env: { GITHUB_RUN_ID: '4244' } });
    expect(third.exitCode).toBe(0);
    expect(comments(github)).toHaveLength(1);
    expect(comments(github)[0]).toMatch(/^<!-- modelbag:comment .*-->\n<details><summary>✅/);
  });

  thoroughly('says which tensors of a changed model changed, and how far, whatever the container', async () => {
    const path = 'models/model.safetensors';
    const weights = Buffer.from(fixture('neutral/hf-model-dir/model.safetensors'));
    weights.writeFloatLE(weights.readFloatLE(weights.length - 4) + 0.5, weights.length - 4);
    const net = { 'models/net.pt': fixture('equal/mlp-f32-everywhere/model.pt') };
    const repository = changed(
      { [path]: weights, 'models/net.pt': fixture('equal/mlp-f32-everywhere/strided.pt') },
      { ...trainingProject(), ...net },
    );
    const github = await open(repository);
    const { summary, outputs } = await run(github, repository);
    const [comment] = comments(github);
    expect(comment).toMatch(/✏️ changed \| `models\/model\.safetensors` .*\| 1 of \d+ tensors? with other values \|/);
    expect(comment).toMatch(
      /Which tensors changed.*\| `[\w.]+` \| changed \| float32 [\d ×]+ \| 1 of \d+ \| 0\.500 \|/s,
    );
    expect(comment).toMatch(/✏️ changed \| `models\/net\.pt` .*\| all \d tensors as before \|/);
    expect(summary).not.toBe('');
    expect(readFileSync(outputs['report-html']!, 'utf8')).toContain('all 3 tensors as before');
  });

  it('is left alone where nothing is new, and old debt fails nothing', async () => {
    const repository = changed({ 'notes.md': 'Words.' }, { ...trainingProject(), 'old.pkl': evil() });
    const github = await open(repository);
    const result = await run(github, repository);
    expect(result.exitCode).toBe(0);
    expect(result.outputs['verdict']).toBe('fail');
    expect(written(github)).toEqual([]);
    expect(result.annotations.filter(({ name }) => name === 'error')).toEqual([]);
  });

  thoroughly('is compared with the first parent of the merge that is checked out', async () => {
    const repository = changed({ 'models/new.safetensors': fixture('neutral/hf-model-dir/model.safetensors') });
    repository.commit('Meanwhile', { 'models/meanwhile.pkl': evil() });
    const merge = repository.merge('change');
    const github = await open(repository);
    const result = await run(github, repository, { mergeSha: merge, ref: merge });
    expect(result.exitCode).toBe(0);
    expect(comments(github)[0]).toContain('models/new.safetensors');
    expect(comments(github)[0]).not.toMatch(/added \| `models\/meanwhile/);
    const whole = repository.checkedOut(merge, 0);
    github.journal.clear();
    await act({ github, trigger: pullRequest(github, 3, { mergeSha: merge }), repositoryFolder: whole });
    expect(github.journal.of(/git.(trees|blobs)|compare/)).toEqual([]);
  });

  thoroughly('fetches of the base only what differs', async () => {
    const repository = changed({ 'README.md': '# Other\n', 'models/model.safetensors': null });
    const github = await open(repository);
    const result = await run(github, repository);
    expect(result.exitCode).toBe(0);
    expect(comments(github)[0]).toContain('➖ removed');
    expect(github.journal.of('GET /repos/{owner}/{repo}/git/blobs/{file_sha}').length).toBeLessThanOrEqual(2);
  });

  thoroughly('passes with the YAML to add where the permission is missing', async () => {
    const repository = changed({ 'models/new.safetensors': fixture('neutral/hf-model-dir/model.safetensors') });
    const github = await open(repository, {}, { permissions: { contents: 'read' } });
    const result = await run(github, repository);
    expect(result.exitCode).toBe(0);
    expect(result.annotations.at(-1)).toMatchObject({ name: 'warning' });
    expect(result.annotations.at(-1)?.message).toMatch(/permissions:.*(pull-requests|issues): write/s);
  });

  thoroughly('gets no comment in a locked conversation, of a bot, or with `comment: never`', async () => {
    const repository = changed({ 'models/new.safetensors': fixture('neutral/hf-model-dir/model.safetensors') });
    for (const [pull, inputs] of [
      [{ locked: true }, {}],
      [{ author: 'renovate[bot]' }, {}],
      [{}, { comment: 'never' }],
    ] as const) {
      const github = await open(repository, pull);
      expect((await run(github, repository, { inputs })).exitCode).toBe(0);
      expect(written(github)).toEqual([]);
    }
  });

  thoroughly('uploads SARIF where that was asked for', async () => {
    const repository = changed({ 'models/evil.pkl': evil() });
    const github = await open(repository);
    await run(github, repository, { inputs: { 'upload-sarif': 'true', comment: 'never' } });
    expect(written(github)).toEqual(['POST /code-scanning/sarifs 202']);
  });
});

describe('a merged pull request', () => {
  thoroughly('is told where the bag of its release is', async () => {
    const repository = changed({ 'models/new.safetensors': fixture('neutral/hf-model-dir/model.safetensors') });
    const github = await open(repository);
    await run(github, repository);
    const merge = repository.merge('change');
    repository.tag('v1.0');
    const pull = github.repository.issues.get(3)!;
    Object.assign(pull.pull!, { mergeCommit: merge, mergedAt: '2026-01-02T00:00:00Z' });
    pull.state = 'closed';
    const result = await act({
      github,
      trigger: tagPushed(github, 'v1.0'),
      repositoryFolder: repository.checkedOut('v1.0'),
      inputs: { release: 'publish' },
      env: { GITHUB_RUN_ID: '5000' },
    });
    expect(result.exitCode).toBe(0);
    expect(comments(github)).toHaveLength(1);
    expect(comments(github)[0]).toMatch(/Archived with \[v1\.0\]/);
    expect(comments(github)[0]).toContain(result.outputs['bag-sha256']);
  });
});
