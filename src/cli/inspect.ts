import { type ModelReport, SAFETY_ORDER, type Safety, type SafetyVerdict } from '../assess/assessment.js';
import { assessModel } from '../assess/model.js';
import { append } from '../bytes/append.js';
import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { directoryModel } from '../formats/directory.js';
import { type FileAccess, joinPath } from '../formats/file-access.js';
import { openModels } from '../formats/find-models.js';
import { enterModel, inspectModel } from '../formats/inspect.js';
import { openModel } from '../formats/open-model.js';
import type { Progress } from '../progress.js';
import { renderInspectTerminal } from '../report/inspect.js';
import { JsonPart } from '../report/json.js';
import { diskAccess } from '../tree/disk-access.js';
import { httpAccess, isHttpAddress } from '../tree/http-access.js';
import type { Command, ExitCode } from './command.js';
import { plainPath } from './model-place.js';
import { deliver } from './output.js';
import { openProgress } from './progress.js';
import type { CommonOptions } from './terminal.js';

interface InspectOptions extends Omit<CommonOptions, 'failOn'> {
  tensors?: boolean;
  digests?: boolean;
  failOn?: SafetyVerdict;
}

export const command: Command<InspectOptions> = {
  name: 'inspect',
  arguments: '<path...>',
  summary: 'model files, directories or https addresses, one by one: format, openness, loading, safety, tensors, facts',
  formats: ['terminal', 'json'],
  options: [
    ['--tensors', 'list every tensor'],
    ['--digests', 'SHA-256 of the file and of every tensor (reads everything; implies --tensors)'],
    ['--fail-on <verdict>', 'lowest safety verdict that makes the exit code 1', SAFETY_ORDER],
  ],
  async run(paths, options, terminal) {
    const { failOn, ...common } = options;
    const files = diskAccess();
    const targets = await Promise.all(
      paths.map((path) => (isHttpAddress(path) ? remote(path) : local(plainPath(path), files))),
    );
    const progress = await openProgress(terminal, common);
    const safeties: Safety[] = [];
    const inspect = <T>(keep: (model: ModelReport) => T): Promise<T[]> =>
      inspectAll(targets, options, progress, (model) => {
        safeties.push(model.safety);
        return keep(model);
      });
    // A folder may hold more models than memory has room for all that is known of them; their text takes a fraction of it.
    const isJson = options.format === 'json';
    const parts = isJson ? await inspect((model) => new JsonPart(model, 2)) : [];
    const models = isJson ? [] : await inspect((model) => model);
    await deliver(
      'inspect',
      {
        terminal: (look) => renderInspectTerminal(models, look),
        json: { schema: 'modelbag/inspect/1', models: parts },
      },
      terminal,
      common,
    );
    return exitCode(safeties, failOn);
  },
};

/** One model to inspect, or a folder with any number of them. */
interface Target {
  shown: string;
  path: string;
  files: FileAccess;
  limits: Limits;
  /** Files among which models are looked for; none where the path itself is one model, or cannot be entered. */
  below: readonly string[];
  /** Bytes and requests of the network. */
  transfer?: () => { bytes: number; requests: number };
}

/** Answers of the network take longer than those of a disk. */
const REMOTE_LIMITS: Limits = { ...DEFAULT_LIMITS, milliseconds: 10 * DEFAULT_LIMITS.milliseconds };

function remote(address: string): Target {
  const files = httpAccess(address);
  return { shown: address, path: files.entry, files, limits: REMOTE_LIMITS, below: [], transfer: files.transfer };
}

async function local(path: string, files: FileAccess): Promise<Target> {
  const below = (await files.kind(path)) === 'directory' ? await files.list(path) : [];
  const target = { shown: path, path, files, limits: DEFAULT_LIMITS };
  const readBy = directoryModel(below, DEFAULT_LIMITS)?.formats;
  const isModel = readBy !== undefined && (await isOfFormat(target, readBy));
  return { ...target, below: isModel ? [] : below.map((relative) => joinPath(path, relative)) };
}

/** True where a folder is by its names one model, and its entry file bears that out: otherwise each file stands for itself. */
async function isOfFormat(
  { path, files, limits }: Omit<Target, 'below'>,
  formats: readonly string[],
): Promise<boolean> {
  const opened = await openModel(path, files, limits).catch(() => null);
  if (!opened) return true;
  try {
    const { found } = await enterModel(opened, limits);
    return formats.includes(found.format.id);
  } catch {
    return true;
  } finally {
    await opened.close();
  }
}

/** What is kept of every model of the targets, those of a folder sorted by their path. */
async function inspectAll<T>(
  targets: readonly Target[],
  options: InspectOptions,
  progress: Progress,
  keep: (model: ModelReport) => T,
): Promise<T[]> {
  const digests = options.digests ?? false;
  const tensors = options.tensors === true || digests;
  const models: T[] = [];
  progress.stage(
    'inspect',
    targets.reduce((sum, { below }) => sum + Math.max(1, below.length), 0),
  );
  for (const { shown, path, files, limits, below, transfer } of targets) {
    const found: { path: string; kept: T }[] = [];
    const add = (model: ModelReport) => found.push({ path: model.path, kept: keep(model) });
    for await (const model of openModels(below, files, { limits, looked: (file) => progress.advance(1, file) }))
      add(assessModel(await model.inspect({ digests }), { tensors }));
    if (found.length === 0) {
      const report = assessModel(
        { ...(await inspectModel(path, files, { digests, limits })), path: shown },
        { tensors },
      );
      add(transfer ? { ...report, transfer: transfer() } : report);
      if (below.length === 0) progress.advance(1, shown);
    }
    append(
      models,
      found.sort((a, b) => byBytes(a.path, b.path)).map(({ kept }) => kept),
    );
  }
  progress.done();
  return models;
}

/** 2 where a path could not be opened, 1 where a verdict reaches the threshold. */
function exitCode(safeties: readonly Safety[], failOn: SafetyVerdict | undefined): ExitCode {
  if (safeties.some(({ status }) => status === 'error')) return 2;
  if (failOn === undefined) return 0;
  const threshold = SAFETY_ORDER.indexOf(failOn);
  return safeties.some(({ verdict }) => SAFETY_ORDER.indexOf(verdict) >= threshold) ? 1 : 0;
}
