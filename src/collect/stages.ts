import { folderOf, nameOf } from '../formats/file-access.js';
import type { Format } from '../formats/format.js';
import type { ModelCandidate } from './collection.js';

/** A model whose stage is asked for; without format where its content cannot be read. */
export interface StagedModel {
  entry: string;
  format?: Format;
}

export type Stage = NonNullable<ModelCandidate['stage']>;

/** Words around a number that count the progress of a training. */
const PROGRESS =
  /(epochs?|ep|e|steps?|global[_-]?steps?|iters?|iterations?|it|ckpts?|checkpoints?|weights|snapshot|round|model)[ ._=-]*\d+/i;
/** `weights.12-0.55.hdf5`: a number and a metric, as Keras names checkpoints. */
const NUMBER_AND_METRIC = /(^|[._-])\d+[._-]+(?:[a-z_]+=?)?[01]?\.\d{2,}/i;
/** Names that say which one of a run is meant. */
const CHOSEN = /(^|[._-])(best|final|last|latest|release|production|prod)([._-]|$)/i;
/** Folders and names of copies in an open format. */
const EXPORT_PATH = /(^|\/)(exports?|exported|onnx|open|converted|deploy(ment)?)\//i;

/**
 * The stage of each model. Of several checkpoints of one run, those that a program or document of the repository names are
 * final, else the one called best or final, else the furthest. An open copy beside a native model is an export.
 */
export function stagesOf(models: readonly StagedModel[], mentioned: (name: string) => boolean): Map<string, Stage> {
  const stages = new Map<string, Stage>(models.map((model) => [model.entry, 'final']));
  for (const run of runs(models.map((model) => model.entry))) {
    for (const path of run) stages.set(path, 'checkpoint');
    for (const path of finals(run, models, mentioned)) stages.set(path, 'final');
  }
  const natives = models.filter((model) => !isOpen(model));
  for (const model of models) {
    if (!isOpen(model) || natives.length === 0) continue;
    if (EXPORT_PATH.test(model.entry) || natives.some((native) => isCopyOf(model.entry, native.entry)))
      stages.set(model.entry, 'export');
  }
  return stages;
}

/** True where some of the paths are checkpoints of one run. */
export const isRun = (paths: readonly string[]): boolean => runs(paths).length > 0;

export const isExportPath = (path: string): boolean => EXPORT_PATH.test(path);

/** Groups of at least two checkpoints that differ by nothing but their numbers. */
function runs(paths: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    if (!PROGRESS.test(stepPart(path)) && !NUMBER_AND_METRIC.test(nameOf(path))) continue;
    const key = path.replace(/\d+(\.\d+)*/g, '#');
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** A checkpoint's number stands in its name, or in its folder where every checkpoint has one (`checkpoint-500/`). */
const stepPart = (path: string): string => `${nameOf(folderOf(path))}/${nameOf(path)}`;

function finals(
  run: readonly string[],
  models: readonly StagedModel[],
  mentioned: (name: string) => boolean,
): string[] {
  const named = run.filter((path) => mentioned(nameOf(path)));
  if (named.length > 0 && named.length < run.length) return named;
  const folder = folderOf(run[0] as string);
  const beside = models.some(
    ({ entry }) => !run.includes(entry) && folderOf(entry) === folder && CHOSEN.test(nameOf(entry)),
  );
  if (beside) return [];
  const furthest = run.reduce((best, path) => (compareNumbers(numbersOf(path), numbersOf(best)) > 0 ? path : best));
  return [furthest];
}

const numbersOf = (path: string): number[] => (stepPart(path).match(/\d+(\.\d+)?/g) ?? []).map(Number);

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (const [i, number] of a.entries()) {
    const other = b[i] ?? -1;
    if (number !== other) return number - other;
  }
  return 0;
}

/** An open format that no framework owns, or an exchange format. */
const isOpen = ({ format }: StagedModel): boolean =>
  format !== undefined &&
  format.facts.openExport === undefined &&
  format.facts.independent &&
  (format.facts.disclosure === 'standard' || format.facts.disclosure === 'documented');

/** `models/iris.pkl` and `exports/iris.onnx`: the same name, the folders aside. A directory model goes by its folder. */
const isCopyOf = (copy: string, native: string): boolean => stems(copy).some((stem) => stems(native).includes(stem));

const WEAK_STEM = /^(saved_model|model|weights|data|best|final|last|index|pytorch_model|main|config|manifest)$/i;

/** Names by which a model may be known: its file name without extensions, and the folders that may be the model. */
function stems(path: string): string[] {
  const bare = (name: string): string => name.replace(/(\.[A-Za-z][A-Za-z0-9]{0,11})+$/, '').toLowerCase();
  const name = bare(nameOf(path));
  const folder = bare(nameOf(folderOf(path)));
  const package_ = /([^/]+)\.(mlpackage|mlmodelc)\//.exec(path)?.[1];
  const found = package_ === undefined ? [] : [package_.toLowerCase()];
  if (!WEAK_STEM.test(name)) return [...found, name];
  return [...found, ...(folder === '' ? [] : [folder]), `${folder}/${name}`];
}
