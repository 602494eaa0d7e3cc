import { afterEach, describe, it, jest } from '@jest/globals';
import { isThorough } from '../thorough.js';
import type { Content } from '../tree/repository-fixture.js';
import { type FakeGitHub, type FakeOptions, startFakeGitHub } from './fake/github.js';
import type { Initial } from './fake/seed.js';
import { type ModelRepository, modelRepository, trainingProject } from './model-repository.js';
import { type Run, type RunResult, runAction } from './runner.js';

/** Where a scenario plays: what is started here ends with it, and a fake that saw GitHub's description broken fails it. */
export interface Stage {
  project(files?: Record<string, Content>): ModelRepository;
  fake(initial: Initial, options?: FakeOptions): Promise<FakeGitHub>;
  /** Runs the built Action. */
  act(run: Omit<Run, 'entry'>): Promise<RunResult>;
}

/** What somebody reported of other Actions and bots, and what modelbag does instead. docs/github.md lists all of them. */
export interface Scenario {
  /** Issues and pull requests on GitHub, as `owner/name#1`, that tell of it. */
  reports: readonly string[];
  /** What modelbag does, as the end of "modelbag …". */
  does: string;
  /** Played with every `npm test`; the others need MODELBAG_TESTS=all, as in .ci/run. */
  quick?: true;
  play(stage: Stage): Promise<void>;
}

export function openStage(): Stage & { end(): Promise<void> } {
  const ends: (() => unknown)[] = [];
  return {
    project(files = trainingProject()) {
      const made = modelRepository(files);
      ends.push(() => made.clean());
      return made;
    },
    async fake(initial, options) {
      const github = await startFakeGitHub(initial, options);
      ends.push(() => github.stop());
      return github;
    },
    async act(run) {
      const result = await runAction({ entry: 'dist/action.cjs', ...run });
      ends.push(() => result.clean());
      return result;
    },
    async end() {
      for (const end of ends.splice(0).reverse()) await end();
    },
  };
}

/** Milliseconds; runs wait for GitHub, and machines that test are busy. */
const PATIENCE = 120_000;
jest.setTimeout(PATIENCE);

/** Plays scenarios as tests, several at a time: they wait more than they work. */
export function scenarios(title: string, all: readonly Scenario[]): void {
  describe(title, () => {
    for (const { does, quick, play } of all)
      (quick || isThorough ? it.concurrent : it.skip)(does, async () => {
        const stage = openStage();
        try {
          await play(stage);
        } finally {
          await stage.end();
        }
      });
  });
}

/** The stage of tests that are no scenarios; it ends with each of them. */
const stage = openStage();
afterEach(() => stage.end());
export const { project, fake, act } = stage;

/** What a run wrote to GitHub, one line each, without the owner's name. */
export const written = (github: FakeGitHub): string[] =>
  github.journal.lines(github.journal.writes()).map((line) => line.replace('/repos/octo/model', ''));

/** A pickle that calls a function of the system when it is loaded. */
export const evil = (command = 'id'): Uint8Array => Buffer.from(`cposix\nsystem\n(V${command}\ntR.`, 'latin1');
