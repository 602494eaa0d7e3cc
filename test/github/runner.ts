import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Trigger } from './events.js';
import type { FakeGitHub } from './fake/github.js';
import { TOKEN } from './fake/seed.js';
import { type Log, parseCommandFile, parseLog } from './runner-output.js';

export interface Run {
  /** The built Action, as `dist/action.cjs`. */
  entry: string;
  github: FakeGitHub;
  trigger: Trigger;
  /** What `with:` says; the rest comes from the defaults of `action.yml`. */
  inputs?: Record<string, string>;
  /** Checked out repository; an empty folder where it is left out. */
  repositoryFolder?: string;
  /** GITHUB_TOKEN; empty for none. */
  token?: string;
  env?: Record<string, string>;
  /** Program to run it with; MODELBAG_NODE or this Node by default. */
  node?: string;
  /** How much faster its clock runs. */
  haste?: number;
  /** `action.yml` with the inputs and their defaults; looked for beside `dist/`. */
  metadata?: string;
  /** Milliseconds after which the run is ended. */
  timeout?: number;
}

export interface RunResult extends Log {
  /** -1 where the time ran out. */
  exitCode: number;
  stdout: string;
  stderr: string;
  outputs: Record<string, string>;
  summary: string;
  state: Record<string, string>;
  exported: Record<string, string>;
  /** Most memory that the process held, in bytes; 0 where the system does not tell. */
  peakMemory: number;
  /** Milliseconds. */
  duration: number;
  /** RUNNER_TEMP, where the Action may have left files; removed by `clean`. */
  temporary: string;
  clean(): void;
}

/** MODELBAG_NODE names another Node, as the one that runners have. */
const NODE = process.env['MODELBAG_NODE'] ?? process.execPath;
const WITNESS = fileURLToPath(new URL('witness.cjs', import.meta.url));
/** Waits are so many times shorter than in earnest. */
const HASTE = 20;

/** Bytes that GitHub takes of one step's summary. */
const SUMMARY_LIMIT = 1024 * 1024;

/** Runs a built Action as a process, with the environment and the files that a runner gives it. */
export async function runAction(run: Run): Promise<RunResult> {
  const folder = mkdtempSync(join(tmpdir(), 'runner-'));
  try {
    return await runIn(folder, run);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function runIn(folder: string, run: Run): Promise<RunResult> {
  const place = (...parts: string[]): string => join(folder, ...parts);
  for (const name of ['commands', 'temp', 'tools', 'workspace']) mkdirSync(place(name));
  const files = Object.fromEntries(
    ['OUTPUT', 'STEP_SUMMARY', 'STATE', 'ENV', 'PATH'].map((name) => [`GITHUB_${name}`, place('commands', name)]),
  );
  for (const file of Object.values(files)) writeFileSync(file, '');
  writeFileSync(place('event.json'), JSON.stringify(run.trigger.event));
  const workspace = run.repositoryFolder ?? place('workspace');
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    LANG: 'C.UTF-8',
    ...runnerEnvironment(run.github, place('temp'), place('tools')),
    ...run.trigger.env,
    ...files,
    GITHUB_EVENT_NAME: run.trigger.eventName,
    GITHUB_EVENT_PATH: place('event.json'),
    GITHUB_WORKSPACE: workspace,
    ...inputEnvironment(run, workspace),
    ...run.env,
  };
  const mark = place('peak');
  Object.assign(env, { WITNESS_MARK: mark, WITNESS_HASTE: String(run.haste ?? HASTE) });
  const started = performance.now();
  const child = spawn(run.node ?? NODE, ['--require', WITNESS, resolve(run.entry)], {
    cwd: workspace,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { exitCode, stdout, stderr } = await ending(child, run.timeout ?? 60_000);
  const summary = readFileSync(files['GITHUB_STEP_SUMMARY']!, 'utf8');
  if (Buffer.byteLength(summary) > SUMMARY_LIMIT) throw new Error(`the summary has more than ${SUMMARY_LIMIT} bytes`);
  const values = (name: string): Record<string, string> => parseCommandFile(readFileSync(files[name]!, 'utf8'));
  return {
    exitCode,
    stdout,
    stderr,
    ...parseLog(stdout),
    outputs: values('GITHUB_OUTPUT'),
    summary,
    state: values('GITHUB_STATE'),
    exported: values('GITHUB_ENV'),
    peakMemory: existsSync(mark) ? Number(readFileSync(mark, 'utf8')) : 0,
    duration: performance.now() - started,
    temporary: place('temp'),
    clean: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const runnerEnvironment = ({ hosts }: FakeGitHub, temporary: string, tools: string): Record<string, string> => ({
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_ACTION: '__self',
  GITHUB_ACTION_REPOSITORY: '',
  GITHUB_ACTION_REF: '',
  GITHUB_API_URL: hosts.api,
  GITHUB_SERVER_URL: hosts.web,
  GITHUB_GRAPHQL_URL: `${hosts.api}/graphql`,
  GITHUB_JOB: 'modelbag',
  GITHUB_RUN_ID: '4242',
  GITHUB_RUN_NUMBER: '7',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_RETENTION_DAYS: '90',
  GITHUB_WORKFLOW: 'modelbag',
  GITHUB_WORKFLOW_REF: 'octo/model/.github/workflows/modelbag.yml@refs/heads/main',
  RUNNER_ARCH: 'X64',
  RUNNER_DEBUG: '',
  RUNNER_ENVIRONMENT: 'github-hosted',
  RUNNER_NAME: 'GitHub Actions 1',
  RUNNER_OS: 'Linux',
  RUNNER_TEMP: temporary,
  RUNNER_TOOL_CACHE: tools,
});

/** `INPUT_` variables: upper case, spaces become underscores, hyphens stay; every input of `action.yml` has one. */
function inputEnvironment(run: Run, workspace: string): Record<string, string> {
  const token = run.token ?? TOKEN;
  const given = run.inputs ?? {};
  const path = run.metadata ?? join(dirname(dirname(resolve(run.entry))), 'action.yml');
  const defaults = existsSync(path) ? defaultsOf(readFileSync(path, 'utf8'), { token, workspace }) : { token };
  const unknown = Object.keys(given).filter((name) => existsSync(path) && !(name in defaults));
  if (unknown.length > 0)
    throw new Error(`Unexpected input(s) '${unknown.join("', '")}', valid inputs are ${Object.keys(defaults)}`);
  return Object.fromEntries(
    Object.entries({ ...defaults, ...given }).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
}

function defaultsOf(yaml: string, known: { token: string; workspace: string }): Record<string, string> {
  const { inputs = {} } = parse(yaml) as { inputs?: Record<string, { default?: unknown }> };
  const values: Record<string, string> = { 'github.token': known.token, 'github.workspace': known.workspace };
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      String(input?.default ?? '').replace(/\$\{\{\s*([\w.]+)\s*\}\}/g, (whole, expression: string) => {
        const value = values[expression];
        if (value === undefined) throw new Error(`the default of '${name}' has an expression unknown here: ${whole}`);
        return value;
      }),
    ]),
  );
}

function ending(child: ChildProcess, timeout: number): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  const timer = setTimeout(() => child.kill('SIGKILL'), timeout);
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => {
      clearTimeout(timer);
      const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString('utf8');
      done({ exitCode: code ?? -1, stdout: text(out), stderr: text(err) });
    });
  });
}
