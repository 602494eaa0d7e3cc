import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { Content } from '../../tree/repository-fixture.js';
import { type PullOptions, pullRequest, scheduled, tagPushed } from '../events.js';
import type { FakeGitHub, FakeOptions } from '../fake/github.js';
import type { Initial, SeedPull } from '../fake/seed.js';
import { fixture, type ModelRepository } from '../model-repository.js';
import type { Run, RunResult } from '../runner.js';
import type { Stage } from '../scenario.js';

export const UPLOAD = 'POST /repos/{owner}/{repo}/releases/{release_id}/assets';
export const CREATE = 'POST /repos/{owner}/{repo}/releases';
export const PUBLISH = 'PATCH /repos/{owner}/{repo}/releases/{release_id}';
export const REF = 'POST /repos/{owner}/{repo}/git/refs';
export const UPDATE_REF = 'PATCH /repos/{owner}/{repo}/git/refs/{ref}';
export const CREATE_PULL = 'POST /repos/{owner}/{repo}/pulls';
export const COMMENT = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';

export const WEIGHTS = 'models/model.safetensors';
export const weights = (): Uint8Array => fixture('neutral/hf-model-dir/model.safetensors');
/** Little more than a model: scenarios are about GitHub. */
export const digits = (more: Record<string, Content> = {}): Record<string, Content> => ({
  '.github/modelbag.yml': 'name: digits\n',
  [WEIGHTS]: weights(),
  ...more,
});
export const BAG = 'digits-v1.0.zip';
export const OURS = [BAG, `${BAG}.sha256`, `${BAG}.report.html`, `${BAG}.events.json`];

export interface Scene {
  stage: Stage;
  repository: ModelRepository;
  github: FakeGitHub;
  tag: string;
}

export interface Setting extends FakeOptions {
  files?: Record<string, Content>;
  tag?: string;
  initial?: Initial;
}

/** A repository with a tag, and its GitHub. */
export async function tagged(
  stage: Stage,
  { files = digits(), tag = 'v1.0', initial, ...options }: Setting = {},
): Promise<Scene> {
  const repository = stage.project(files);
  repository.tag(tag);
  const github = await stage.fake({ folder: repository.folder, ...initial }, options);
  return { stage, repository, github, tag };
}

/** Runs the Action on the push of the tag. */
export const push = (
  { stage, github, repository, tag }: Scene,
  inputs: Record<string, string> = {},
  more: Partial<Run> = {},
): Promise<RunResult> =>
  stage.act({ github, trigger: tagPushed(github, tag), repositoryFolder: repository.checkedOut(tag), inputs, ...more });

export const weekly = ({ stage, github }: Scene, more: Partial<Run> = {}): Promise<RunResult> =>
  stage.act({ github, trigger: scheduled(github), ...more });

/** A repository whose pull request 3 brings the files of the branch `change`. */
export async function proposed(
  stage: Stage,
  files: Record<string, Content | null> = { 'models/new.safetensors': weights() },
  pull: Partial<SeedPull> = {},
  initial: Initial = {},
): Promise<Scene> {
  const repository = stage.project(digits());
  repository.branch('change');
  repository.commit('Change', files);
  repository.checkout('main');
  const pulls = { 3: { head: 'change', author: 'ada', ...pull } };
  const github = await stage.fake({ folder: repository.folder, pulls, ...initial });
  return { stage, repository, github, tag: '' };
}

export const check = (
  { stage, github, repository }: Scene,
  inputs: Record<string, string> = {},
  { env = {}, ...options }: PullOptions & { env?: Record<string, string> } = {},
): Promise<RunResult> =>
  stage.act({
    github,
    trigger: pullRequest(github, 3, options),
    repositoryFolder: repository.checkedOut('change'),
    inputs,
    env,
  });

export const comments = ({ github }: Scene): string[] => github.repository.comments.map(({ body }) => body);
export const assets = ({ github }: Scene, release = 0): string[] =>
  github.repository.releases[release]?.assets.map(({ name }) => name) ?? [];
export const annotations = ({ annotations: all }: RunResult): string => all.map(({ message }) => message).join('\n');
export const uploads = ({ github }: Scene): string[] =>
  github.journal.of(UPLOAD).map(({ query, status }) => `${query['name']} ${status}`);

/** The run passed, and one release holds exactly our files, whole, with the digest that was told. */
export function expectArchived(scene: Scene, run: RunResult, draft = true): void {
  if (run.exitCode !== 0) throw new Error(`exit code ${run.exitCode}\n${run.stdout}\n${run.stderr}`);
  const releases = scene.github.repository.releases.filter(({ tag }) => tag === scene.tag);
  expect(releases.map((release) => release.draft)).toEqual([draft]);
  const ours = releases[0]!.assets.filter(({ name }) => OURS.includes(name));
  expect(ours.map(({ name, state }) => `${name} ${state}`).sort()).toEqual(
    OURS.map((name) => `${name} uploaded`).sort(),
  );
  const bag = ours.find(({ name }) => name === BAG)!;
  const sha256 = createHash('sha256')
    .update(readFileSync(scene.github.contentPath(bag.id)))
    .digest('hex');
  expect(run.outputs['bag-sha256']).toBe(sha256);
}
