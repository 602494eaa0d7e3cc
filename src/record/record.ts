import { readFile, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { byBytes } from '../bytes/order.js';
import type { RunRecord } from '../evidence/run.js';
import { canonicalJson } from '../report/json.js';
import { SOFTWARE } from '../software.js';
import { makeFolder } from '../tree/make-folder.js';
import { UsageError } from '../usage-error.js';
import { installedFor, type Place } from './interpreter.js';
import { hardwareOf, systemOf } from './machine.js';
import { difference, digested, exists, gitStateOf, projectRoot, snapshot } from './project.js';
import { redactCommand } from './redact-command.js';
import { codeOf, runCommand } from './run-command.js';
import { seedsOf, variablesOf } from './variables.js';

export interface RecordOptions {
  command: readonly string[];
  place: Place;
  /** Further files that the run reads, relative to the working directory. */
  inputs?: readonly string[];
  /** Files that the run writes outside of the project. */
  outputs?: readonly string[];
  /** `modelbag.run.<name>.json` instead of `modelbag.run.json`. */
  name?: string;
  /** Folder of the record; the project's top folder by default. */
  folder?: string;
  /** The command's stdout goes to stderr. */
  toStderr?: boolean;
  /** Paths of the project that the run is known to read, as evidence cites them. */
  cited?(root: string): Promise<readonly string[]>;
}

export interface Recorded {
  record: RunRecord;
  /** Where it was written. */
  path: string;
  /** What a shell would return for the command. */
  code: number;
}

/** Runs a command and writes what the machine saw of it. The command's own streams and exit code are left as they are. */
export async function record(options: RecordOptions): Promise<Recorded> {
  const { command, place, toStderr = false } = options;
  const root = await projectRoot(place.directory);
  const notes: string[] = [];
  const named = await inputsOf(options, root);
  const git = await gitStateOf(root);
  const inputs = await digested(root, named, notes);
  const outside = (options.outputs ?? []).map((path) => within(root, resolve(place.directory, path)));
  const before = await snapshot(root);
  const startedAt = new Date();
  const start = process.hrtime.bigint();
  const ending = await runCommand(command, place, toStderr);
  const durationSeconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { written, removed } = difference(before, await snapshot(root));
  const outputs = [
    ...written.filter(({ path }) => !isRecord(path)),
    ...outside
      .filter((path) => !written.some((row) => row.path === path))
      .map((path) => ({ path, change: 'changed' as const })),
  ];
  const { interpreter, packages, notes: unknown } = await installedFor(command, place);
  const variables = variablesOf(place.env);
  const recorded: RunRecord = {
    schema: 'modelbag/run/1',
    command: redactCommand(command),
    workingDirectory: within(root, place.directory) || '.',
    startedAt: startedAt.toISOString(),
    durationSeconds: Math.round(durationSeconds * 1000) / 1000,
    exitCode: ending.exitCode,
    ...(ending.signal !== null && { signal: ending.signal }),
    git,
    system: await systemOf(),
    hardware: await hardwareOf(),
    interpreter,
    packages,
    seeds: seedsOf(command, variables),
    variables,
    inputs,
    outputs: await digested(root, outputs, notes),
    removed: removed.filter((path) => !isRecord(path)),
    notes: [...notes, ...unknown],
    recordedBy: `${SOFTWARE.name} ${SOFTWARE.version}`,
  };
  const code = codeOf(ending);
  return { record: recorded, path: await keep(recorded, options, root, code), code };
}

const isRecord = (path: string): boolean => /(^|\/)modelbag\.run(\.[\w-]+)?\.json$/.test(path);

/** Relative to the root, with `/`; what lies elsewhere begins with `..`. */
const within = (root: string, path: string): string => relative(root, path).split(sep).join('/');

/** Files among the words of the command, what evidence cites, and what the user names. A name that is no file is the user's mistake. */
async function inputsOf(
  { command, place, inputs = [], cited }: RecordOptions,
  root: string,
): Promise<{ path: string }[]> {
  const paths = new Set<string>();
  for (const input of inputs) {
    const path = resolve(place.directory, input);
    if (!(await isFile(path)))
      throw new UsageError(
        `the input ${input} ${(await exists(path)) ? 'is no file' : 'does not exist'}`,
        'Name files relative to the working directory.',
      );
    paths.add(within(root, path));
  }
  for (const word of command.slice(1)) {
    const value = /^-{1,2}[\w-]+=(.+)$/.exec(word)?.[1] ?? word;
    const path = resolve(place.directory, value);
    if (value !== '' && !value.includes('\n') && !isAbsolute(value) && (await isFile(path)))
      paths.add(within(root, path));
  }
  // The record of an earlier run lists packages, so that evidence cites it; this run neither reads nor keeps it.
  for (const path of (await cited?.(root)) ?? [])
    if (!isRecord(path) && (await isFile(join(root, path)))) paths.add(path);
  return [...paths].sort(byBytes).map((path) => ({ path }));
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** The record of a run that failed never replaces the record of one that did not. */
async function keep(recorded: RunRecord, options: RecordOptions, root: string, code: number): Promise<string> {
  const folder = resolve(options.place.directory, options.folder ?? root);
  const name = options.name === undefined ? '' : `.${options.name}`;
  const path = join(folder, `modelbag.run${name}.json`);
  const kept =
    code !== 0 && (await succeeded(path))
      ? join(folder, `modelbag.run${name === '' ? '.' : `${name}-`}failed.json`)
      : path;
  await makeFolder(folder);
  await writeFile(kept, canonicalJson(recorded));
  return kept;
}

async function succeeded(path: string): Promise<boolean> {
  try {
    return (JSON.parse(await readFile(path, 'utf8')) as Partial<RunRecord> | null)?.exitCode === 0;
  } catch {
    // No record yet, or a file that is none.
    return false;
  }
}
