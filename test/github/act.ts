import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { git } from '../tree/repository-fixture.js';
import type { Trigger } from './events.js';
import type { FakeGitHub } from './fake/github.js';
import { TOKEN } from './fake/seed.js';

/** The program `act` (https://github.com/nektos/act), which runs workflows; MODELBAG_ACT says where it is. */
export const ACT = process.env['MODELBAG_ACT'];

export interface WorkflowRun {
  github: FakeGitHub;
  trigger: Trigger;
  /** A work tree whose HEAD is the commit of the event; jobs check it out from here. */
  folder: string;
  /** Workflow file, as `examples/workflows/release.yml`. */
  workflow: string;
  env?: Record<string, string>;
}

export interface WorkflowResult {
  exitCode: number;
  log: string;
}

/** Other Actions that our workflows use, as far as a machine without GitHub can do their work. */
const STAND_INS = ['cache', 'checkout', 'upload-artifact', 'download-artifact', 'attest'];
const HERE = dirname(fileURLToPath(import.meta.url));

/** Runs a workflow with act, without containers, against the fake; modelbag comes from `dist/` and `action.yml`. */
export async function runWorkflow(run: WorkflowRun): Promise<WorkflowResult> {
  if (ACT === undefined) throw new Error('MODELBAG_ACT does not say where act is');
  const place = mkdtempSync(join(tmpdir(), 'act-'));
  try {
    return await runIn(place, run, ACT);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function runIn(place: string, run: WorkflowRun, act: string): Promise<WorkflowResult> {
  const { github, trigger, folder, workflow } = run;
  const at = (...parts: string[]): string => join(place, ...parts);
  for (const name of ['home', 'temp', 'artifacts', 'modelbag']) mkdirSync(at(name));
  for (const name of ['action.yml', 'dist', 'docs/rules']) cpSync(name, at('modelbag', name), { recursive: true });
  writeFileSync(at('event.json'), JSON.stringify(trigger.event));
  const { hosts } = github;
  // act reads the name of the repository off its remote.
  git(folder, 'remote', 'add', 'origin', 'https://github.com/octo/model.git');
  const env = {
    GITHUB_API_URL: hosts.api,
    GITHUB_SERVER_URL: hosts.web,
    GITHUB_GRAPHQL_URL: `${hosts.api}/graphql`,
    ARTIFACTS: at('artifacts'),
    REPOSITORY: folder,
    ...run.env,
  };
  const local = ['modelbag/modelbag@v1', at('modelbag')];
  const replaced = STAND_INS.flatMap((name) => [
    `actions/${name}@${commitOf(workflow, name)}`,
    join(HERE, 'act', name),
  ]);
  const pairs = [...local, ...replaced];
  const child = spawn(
    act,
    [
      ...[trigger.eventName, '-C', folder, '-W', resolve(workflow), '-e', at('event.json')],
      ...['-P', 'ubuntu-latest=-self-hosted', '-s', `GITHUB_TOKEN=${TOKEN}`, '--action-offline-mode'],
      ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...pairs.flatMap((value, i) => (i % 2 === 0 ? ['--local-repository', `${value}=${pairs[i + 1]}`] : [])),
    ],
    { env: environment(place), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exitCode = await new Promise<number>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done(code ?? -1));
  });
  return { exitCode, log };
}

/** Nothing of the machine's own settings; Node is the one that runners have, where MODELBAG_NODE says which. */
const environment = (place: string): Record<string, string> => ({
  PATH: [dirname(process.env['MODELBAG_NODE'] ?? process.execPath), process.env['PATH'] ?? ''].join(delimiter),
  HOME: join(place, 'home'),
  TMPDIR: join(place, 'temp'),
});

/** The commit that a workflow pins an Action to; act looks Actions up by it. */
const commitOf = (workflow: string, name: string): string =>
  new RegExp(`actions/${name}@([0-9a-f]{40})`).exec(readFileSync(workflow, 'utf8'))?.[1] ?? 'none';
