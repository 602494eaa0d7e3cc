import { afterEach } from '@jest/globals';
import type { Content } from '../tree/repository-fixture.js';
import { type FakeGitHub, startFakeGitHub } from './fake/github.js';
import type { Initial } from './fake/seed.js';
import { type ModelRepository, modelRepository, trainingProject } from './model-repository.js';
import { type Run, type RunResult, runAction } from './runner.js';

/** Everything that a test starts ends with it; a fake that saw an exchange against GitHub's description fails it then. */
const started: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of started.splice(0).reverse()) await end();
});

export function project(files: Record<string, Content> = trainingProject()): ModelRepository {
  const made = modelRepository(files);
  started.push(() => made.clean());
  return made;
}

export async function fake(initial: Initial): Promise<FakeGitHub> {
  const github = await startFakeGitHub(initial);
  started.push(() => github.stop());
  return github;
}

/** Runs the built Action. */
export async function act(run: Omit<Run, 'entry'>): Promise<RunResult> {
  const result = await runAction({ entry: 'dist/action.cjs', ...run });
  started.push(() => result.clean());
  return result;
}

/** What a run wrote to GitHub, one line each, without the owner's name. */
export const written = (github: FakeGitHub): string[] =>
  github.journal.lines(github.journal.writes()).map((line) => line.replace('/repos/octo/model', ''));

/** A pickle that calls a function of the system when it is loaded. */
export const evil = (command = 'id'): Uint8Array => Buffer.from(`cposix\nsystem\n(V${command}\ntR.`, 'latin1');
