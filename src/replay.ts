import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from './audit.js';
import { loadConfig } from './collect/load-config.js';
import { treeAccess } from './collect/tree-access.js';
import type { JsonObject } from './containers/json-document.js';
import { fileOf } from './evidence/place.js';
import { rootedAt } from './formats/file-access.js';
import { readArchivedProject, rows, text } from './reproduce/archived-project.js';
import { commandOf, type GivenCommand, writtenModels } from './reproduce/archived-training.js';
import { type RestoredFile, writeCopy, writeFolders, writtenSince } from './reproduce/clean-copy.js';
import { compareModels } from './reproduce/compare.js';
import type { Tolerance } from './reproduce/comparison.js';
import { judgeReplay } from './reproduce/judge-replay.js';
import { machineOf } from './reproduce/machine.js';
import { preparationOf, type Setup } from './reproduce/preparation.js';
import type { ReplayDocument } from './reproduce/replay-record.js';
import type { TrainingOptions } from './reproduce/run-training.js';
import { trainAgain } from './reproduce/train-again.js';
import { diskAccess } from './tree/disk-access.js';
import { openTree } from './tree/open.js';
import type { SourceTree } from './tree/tree.js';

export interface ReplayOptions extends Omit<TrainingOptions, 'directory'> {
  command: GivenCommand;
  setup: Setup;
  tolerance?: Tolerance;
  /** Advice for people: how to do without the environment, where they can. */
  asItIs?: string;
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
    const project = await readArchivedProject(tree, bag);
    const command = commandOf(options.command, project);
    const written = writtenModels(project);
    await writeCopy(
      tree,
      project.files.filter((file) => !written.includes(file)),
      folder,
    );
    await writeFolders(written, folder);
    const recorded = rows(project.evidence['metrics']).filter(({ value }) => typeof value === 'number');
    const isWritten = await writtenSince(folder, recorded.map(metricFile));
    const {
      reason,
      seconds = 0,
      exitCode = null,
      output = '',
      ...ran
    } = await trainAgain(folder, command, preparationOf(options.setup, project, machineOf(options.env)), options);
    const document = {
      schema: 'modelbag/replay/1' as const,
      bag,
      commandFrom: command.from,
      setup: ran.setup,
      command: ran.command,
      exitCode,
      durationSeconds: Math.round(seconds * 1000) / 1000,
      output,
    };
    if (reason !== undefined) return { ...document, models: [], metrics: [], verdict: 'could-not-run', reason };
    const { absolute = 0, relative = 0 } = options.tolerance ?? project.config.train?.tolerance ?? {};
    const models = await compared(tree, written, folder, { absolute, relative });
    const anew: JsonObject[] = [];
    // Metrics that were only copied say nothing of the new run.
    for (const row of recorded) if (await isWritten(metricFile(row))) anew.push(row);
    const metrics = await comparedMetrics(anew, folder, { absolute, relative });
    return { ...document, models, metrics, ...judgeReplay({ models, metrics }) };
  } finally {
    await tree.close();
    await rm(folder, { recursive: true, force: true });
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

const metricFile = ({ where }: JsonObject): string => fileOf(text(where));

/** Relative difference up to which a metric counts as the same: what four printed digits show. */
const METRIC_TOLERANCE = 1e-4;

/** Recorded metrics beside those that the new run wrote in the same place. */
async function comparedMetrics(
  recorded: readonly JsonObject[],
  folder: string,
  { absolute, relative }: Tolerance,
): Promise<ReplayDocument['metrics']> {
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
      const allowed = absolute + Math.max(relative, METRIC_TOLERANCE) * Math.abs(archived);
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
