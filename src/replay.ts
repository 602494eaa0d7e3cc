import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from './audit.js';
import { DEFAULT_LIMITS } from './bytes/limits.js';
import { pathMatcher } from './collect/glob.js';
import { loadConfig } from './collect/load-config.js';
import { treeAccess } from './collect/tree-access.js';
import type { Config } from './config.js';
import { isObject, type Json, type JsonObject, readJson } from './containers/json-document.js';
import { rootedAt } from './formats/file-access.js';
import { filesOf, type RestoredFile, writeCopy } from './reproduce/clean-copy.js';
import { commandWords } from './reproduce/command-words.js';
import { compareModels } from './reproduce/compare.js';
import type { Tolerance } from './reproduce/comparison.js';
import { judgeReplay } from './reproduce/judge-replay.js';
import { type Preparation, preparationFor } from './reproduce/preparation.js';
import type { ReplayDocument } from './reproduce/replay-record.js';
import { NotStarted, runTraining, type TrainingRun } from './reproduce/run-training.js';
import { diskAccess } from './tree/disk-access.js';
import { openTree } from './tree/open.js';
import type { SourceTree } from './tree/tree.js';
import { UsageError } from './usage-error.js';

export interface ReplayOptions {
  /** In the place of what the bag says. */
  command?: readonly string[];
  /** `lock`: from the lockfile, where its tool is there · `none` · words of a command. */
  setup: 'lock' | 'none' | readonly string[];
  env: NodeJS.ProcessEnv;
  milliseconds: number;
  offline: boolean;
  tolerance?: Tolerance;
  /** Leaves the copy for who wants to look at it. */
  keep?: boolean;
  onOutput?: (text: string) => void;
}

/**
 * Trains the models of a bag again: unpacks what the repository held into an empty folder, without the models that the
 * training writes, runs the command there, and compares. The only place where anything of a repository is executed, and
 * only because the user asks for it. Throws UsageError where the bag cannot be read or says no command.
 */
export async function replay(bag: string, options: ReplayOptions): Promise<ReplayDocument> {
  const tree = await openTree(bag);
  const folder = await mkdtemp(join(tmpdir(), 'modelbag-replay-'));
  try {
    const evidence = await archivedEvidence(tree, bag);
    const files = filesOf(tree, await renamed(tree));
    const config = await archivedConfig(tree, files);
    const chosen = commandOf(options, config, evidence, files);
    const written = writtenModels(evidence, config, files);
    await writeCopy(
      tree,
      files.filter(({ path }) => !written.some((model) => model.path === path)),
      folder,
    );
    const since = (await stat(folder)).mtimeMs;
    const prepared = preparationOf(options, config, files);
    const about = { schema: 'modelbag/replay/1' as const, bag, commandFrom: chosen.from };
    const ran = await run(folder, chosen.words, prepared, config, options);
    if ('reason' in ran) return { ...about, ...NOTHING, ...ran, verdict: 'could-not-run' };
    const tolerance = options.tolerance ?? config.train?.tolerance;
    const models = await compared(tree, written, folder, {
      absolute: tolerance?.absolute ?? 0,
      relative: tolerance?.relative ?? 0,
    });
    const metrics = await comparedMetrics(evidence, folder, since, tolerance);
    const { setup, command, exitCode, seconds, output } = ran;
    return {
      ...about,
      setup,
      command,
      exitCode,
      durationSeconds: Math.round(seconds * 1000) / 1000,
      models,
      metrics,
      output,
      ...judgeReplay({ models, metrics }),
    };
  } finally {
    await tree.close();
    if (!options.keep) await rm(folder, { recursive: true, force: true });
  }
}

const NOTHING = { setup: [], command: [], exitCode: null, durationSeconds: 0, models: [], metrics: [], output: '' };

async function archivedEvidence(tree: SourceTree, bag: string): Promise<JsonObject> {
  const document = await jsonAt(tree, 'evidence.json');
  if (!isObject(document))
    throw new UsageError(
      `expected a bag with evidence.json at ${bag}, found none`,
      'Name a bag that modelbag has written.',
    );
  return document;
}

async function jsonAt(tree: SourceTree, path: string): Promise<Json | undefined> {
  if (!tree.entries.some((entry) => entry.path === path)) return undefined;
  const source = await tree.open(path);
  try {
    return await readJson(source, DEFAULT_LIMITS);
  } finally {
    await source.close();
  }
}

async function renamed(tree: SourceTree): Promise<Map<string, string>> {
  const document = await jsonAt(tree, 'names.json');
  const names = isObject(document) && Array.isArray(document['names']) ? document['names'] : [];
  return new Map(
    names.flatMap((row) =>
      isObject(row) && typeof row['bag'] === 'string' && typeof row['original'] === 'string'
        ? [[row['bag'], row['original']] as const]
        : [],
    ),
  );
}

/** The configuration that the bag holds, read at its path in the repository. */
function archivedConfig(tree: SourceTree, files: readonly RestoredFile[]): Promise<Config> {
  const byPath = new Map(files.map(({ path, bag }) => [path, bag]));
  const entries = files.map(({ path }) => ({ path, kind: 'file' as const, size: 0, executable: false }));
  return loadConfig({ ...tree, entries, open: (path) => tree.open(byPath.get(path) ?? path) });
}

const rows = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** The command by the surest word for it: the user's, a recorded run's, the configuration's, the only training script. */
function commandOf(
  { command }: ReplayOptions,
  { train }: Config,
  evidence: JsonObject,
  files: readonly RestoredFile[],
): { words: readonly string[]; from: string } {
  if (command !== undefined && command.length > 0) return { words: command, from: 'the command line' };
  if (train?.command !== undefined)
    return { words: commandWords(train.command), from: 'train.command of the configuration' };
  for (const run of rows(evidence['runs'])) {
    const words = run['command'];
    if (Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string'))
      return { words: words as string[], from: `the recorded run ${text(run['path'])}`.trim() };
  }
  const present = new Set(files.map(({ path }) => path));
  const scripts = rows(evidence['scripts']).filter(
    ({ role, path, writes }) => role === 'train' && present.has(text(path)) && rows(writes).length > 0,
  );
  const program = { python: 'python3', r: 'Rscript', julia: 'julia', shell: 'sh' }[text(scripts[0]?.['language'])];
  if (scripts.length === 1 && program)
    return { words: [program, text(scripts[0]?.['path'])], from: 'the only training script' };
  throw new UsageError(
    `the bag does not say how its models are trained (${scripts.length} training scripts)`,
    'Name the command after --, or set train.command in .github/modelbag.yml before archiving.',
  );
}

/** Models that the training is known to write; what nobody is known to write stays in the copy, as a base of the training. */
function writtenModels(evidence: JsonObject, { train }: Config, files: readonly RestoredFile[]): RestoredFile[] {
  const declared = (train?.outputs ?? []).map(pathMatcher);
  const told = new Set(
    rows(evidence['scripts']).flatMap(({ role, writes }) =>
      role === 'train' ? rows(writes).map(({ model }) => text(model)) : [],
    ),
  );
  const recorded = new Set(
    rows(evidence['runs']).flatMap(({ outputs }) => rows(outputs).map(({ path }) => text(path))),
  );
  return files.filter(
    ({ bag, path }) =>
      /^data\/(?:models|exports)\//.test(bag) &&
      (told.has(path) || recorded.has(path) || declared.some((matches) => matches(path))),
  );
}

function preparationOf(
  { setup, env }: ReplayOptions,
  { train }: Config,
  files: readonly RestoredFile[],
): { steps: readonly (readonly string[])[]; inside: Preparation['inside'] } {
  const asIs = { steps: [], inside: (command: readonly string[]) => [...command] };
  if (setup === 'none') return asIs;
  if (setup !== 'lock') return { ...asIs, steps: [setup] };
  if (train?.setup !== undefined) return { ...asIs, steps: [commandWords(train.setup)] };
  const known = preparationFor(new Set(files.map(({ path }) => path)));
  return known && env['PATH'] !== undefined ? known : asIs;
}

type Ran = TrainingRun & { setup: string[]; command: string[] };

async function run(
  folder: string,
  words: readonly string[],
  { steps, inside }: ReturnType<typeof preparationOf>,
  { train }: Config,
  { env, milliseconds, offline, onOutput }: ReplayOptions,
): Promise<Ran | { reason: string; setup?: string[]; command?: string[]; output?: string; exitCode?: number | null }> {
  const place = { env, milliseconds, ...(onOutput && { onOutput }) };
  const setup = steps.map((step) => step.join(' '));
  const command = inside(words);
  try {
    for (const step of steps) {
      const { exitCode, output, timedOut } = await runTraining(step, { ...place, directory: folder, offline: false });
      if (exitCode !== 0)
        return {
          reason: `The environment could not be made: ${step[0]} ${timedOut ? 'took too long' : `ended with ${exitCode}`}.`,
          setup,
          output,
          exitCode,
        };
    }
    const directory = join(folder, train?.workdir ?? '.');
    const done = await runTraining(command, { ...place, directory, offline });
    if (done.timedOut)
      return {
        reason: `The command was ended after ${Math.round(milliseconds / 1000)} seconds.`,
        setup,
        command,
        output: done.output,
      };
    if (done.exitCode !== 0)
      return {
        reason: `The command ended with ${done.exitCode ?? 'a signal'}.`,
        setup,
        command,
        output: done.output,
        exitCode: done.exitCode,
      };
    return { ...done, setup, command };
  } catch (error) {
    if (error instanceof NotStarted)
      return { reason: `The command could not be started: ${error.message}.`, setup, command };
    throw error;
  }
}

async function compared(
  tree: SourceTree,
  written: readonly RestoredFile[],
  folder: string,
  tolerance: Tolerance,
): Promise<ReplayDocument['models']> {
  const archived = treeAccess(tree.open, tree.entries);
  const rerun = rootedAt(folder, diskAccess());
  const models: ReplayDocument['models'] = [];
  for (const { bag, path } of written) {
    if ((await rerun.kind(path)) !== 'file') models.push({ path, diff: null, reason: 'the command did not write it' });
    else
      models.push({
        path,
        diff: await compareModels({ path: bag, files: archived }, { path, files: rerun }, { tolerance }),
      });
  }
  return models;
}

/** The file of a metric: `metrics.json:3`. */
const placeOf = ({ where }: JsonObject): string => text(where).replace(/[:#].*$/, '');

const isNewer = async (path: string, since: number): Promise<boolean> =>
  ((await stat(path).catch(() => null))?.mtimeMs ?? 0) > since;

/** Relative difference up to which a metric counts as the same: what four printed digits show. */
const METRIC_TOLERANCE = 1e-4;

/** Recorded metrics beside those that the new run wrote in the same place. */
async function comparedMetrics(
  evidence: JsonObject,
  folder: string,
  since: number,
  tolerance: Partial<Tolerance> | undefined,
): Promise<ReplayDocument['metrics']> {
  const recorded: JsonObject[] = [];
  // Metrics that were only copied say nothing of the new run.
  for (const row of rows(evidence['metrics']))
    if (typeof row['value'] === 'number' && (await isNewer(join(folder, placeOf(row)), since))) recorded.push(row);
  if (recorded.length === 0) return [];
  const copy = await openTree(folder);
  try {
    const config = await loadConfig(copy);
    const { assessment } = await audit(copy, { config });
    const now = new Map(assessment.evidence.metrics.map(({ name, where, value }) => [`${name} ${where}`, value]));
    return recorded.map(({ name, where, value }) => {
      const archived = value as number;
      const found = now.get(`${text(name)} ${text(where)}`);
      const rerun = typeof found === 'number' ? found : null;
      const allowed =
        (tolerance?.absolute ?? 0) + Math.max(tolerance?.relative ?? 0, METRIC_TOLERANCE) * Math.abs(archived);
      return {
        name: text(name),
        where: text(where),
        archived,
        rerun,
        within: rerun !== null && Math.abs(rerun - archived) <= allowed,
      };
    });
  } finally {
    await copy.close();
  }
}
