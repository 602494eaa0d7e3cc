import { type InspectDocument, type ModelReport, SAFETY_ORDER, type SafetyVerdict } from '../assess/assessment.js';
import { assessModel } from '../assess/model.js';
import { DEFAULT_LIMITS } from '../bytes/limits.js';
import { directoryModel } from '../formats/directory.js';
import { type FileAccess, joinPath, rootedAt } from '../formats/file-access.js';
import { findModels } from '../formats/find-models.js';
import { inspectModel } from '../formats/inspect.js';
import type { Progress } from '../progress.js';
import { renderInspectTerminal } from '../report/inspect.js';
import { diskAccess } from '../tree/disk-access.js';
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

export const inspect: Command<InspectOptions> = {
  name: 'inspect',
  arguments: '<path...>',
  summary: 'model files or directories, one by one: format, openness, loading, safety, tensors, facts',
  options: [
    ['--tensors', 'list every tensor'],
    ['--digests', 'SHA-256 of the file and of every tensor (reads everything; implies --tensors)'],
    ['--fail-on <verdict>', 'lowest safety verdict that makes the exit code 1', SAFETY_ORDER],
  ],
  async run(paths, options, terminal) {
    const { failOn, ...common } = options;
    const files = diskAccess();
    const entries = (await Promise.all(paths.map((path) => modelsAt(plainPath(path), files)))).flat();
    const progress = await openProgress(terminal, common);
    const models = await inspectAll(entries, files, options, progress);
    const document: InspectDocument = { schema: 'modelbag/inspect/1', models };
    await deliver(
      'inspect',
      { terminal: (look) => renderInspectTerminal(models, look), json: document },
      terminal,
      common,
    );
    return exitCode(models, failOn);
  },
};

/** The path itself where it is a file, is one model, or cannot be entered; else the models below it. */
async function modelsAt(path: string, files: FileAccess): Promise<string[]> {
  if ((await files.kind(path)) !== 'directory') return [path];
  const below = await files.list(path);
  if (directoryModel(below, DEFAULT_LIMITS)) return [path];
  const found = await findModels(below, rootedAt(path, files));
  return found.length > 0 ? found.map((model) => joinPath(path, model.entry)) : [path];
}

async function inspectAll(
  entries: readonly string[],
  files: FileAccess,
  options: InspectOptions,
  progress: Progress,
): Promise<ModelReport[]> {
  const digests = options.digests ?? false;
  progress.stage('inspect', entries.length);
  const models: ModelReport[] = [];
  for (const entry of entries) {
    const inspection = await inspectModel(entry, files, { digests });
    models.push(assessModel(inspection, { tensors: options.tensors === true || digests }));
    progress.advance(1, entry);
  }
  progress.done();
  return models;
}

/** 2 where a path could not be opened, 1 where a verdict reaches the threshold. */
function exitCode(models: readonly ModelReport[], failOn: SafetyVerdict | undefined): ExitCode {
  if (models.some((model) => model.safety.status === 'error')) return 2;
  if (failOn === undefined) return 0;
  const threshold = SAFETY_ORDER.indexOf(failOn);
  return models.some((model) => SAFETY_ORDER.indexOf(model.safety.verdict) >= threshold) ? 1 : 0;
}
