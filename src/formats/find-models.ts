import { FormatError } from '../bytes/format-error.js';
import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { directoryModels } from './directory.js';
import { type FileAccess, folderAbove, folderOf, joinPath, nameOf } from './file-access.js';
import type { Format } from './format.js';
import { extensionOf } from './glimpse.js';
import { enterModel, type InspectOptions, inspectEntered } from './inspect.js';
import type { Inspection } from './inspection.js';
import neverModels from './never-models.json' with { type: 'json' };
import { openFileModel } from './open-model.js';

/** One model of a tree: its entry file, the files that belong to it, and what it was recognized as. */
export interface FoundModel {
  entry: string;
  /** Paths of the tree, sorted. */
  companions: string[];
  format: Format;
  basis: string;
}

const NEVER = new Set(neverModels);

/** A found model while its entry is open: until the next one is asked for. */
export interface OpenFoundModel extends FoundModel {
  /** Everything known of it, as `inspectModel` tells it within the limits that it was found in. */
  inspect(options?: Pick<InspectOptions, 'digests'>): Promise<Inspection>;
}

export interface FindOptions {
  limits?: Limits;
  /** Told of each path once it is known whether a model is there. */
  looked?: (path: string) => void;
}

/** Every model among the given paths, sorted by its entry. */
export async function findModels(
  paths: readonly string[],
  files: FileAccess,
  limits: Limits = DEFAULT_LIMITS,
): Promise<FoundModel[]> {
  const found: FoundModel[] = [];
  for await (const { entry, companions, format, basis } of openModels(paths, files, { limits }))
    found.push({ entry, companions, format, basis });
  return found.sort((a, b) => byBytes(a.entry, b.entry));
}

/**
 * Every model among the given paths (files of one tree): directories that are one model, then single files by content.
 * Reads the head and tail of a file at most; files whose extension names source, prose or media are not opened.
 */
export async function* openModels(
  paths: readonly string[],
  files: FileAccess,
  { limits = DEFAULT_LIMITS, looked = () => {} }: FindOptions = {},
): AsyncGenerator<OpenFoundModel> {
  const sorted = [...paths].sort(byBytes);
  const tree = new Set(sorted);
  const claimed = new Set<string>();
  for (const { entry, companions, formats, isWhole } of directoryModels(sorted, limits)) {
    if (!claimed.has(entry))
      yield* openAt(entry, (format) => (formats.includes(format.id) ? companions : []), { isWhole });
  }
  // An index claims its shards before they are taken for models of their own.
  for (const path of [...sorted.filter(isIndex), ...sorted.filter((other) => !isIndex(other))]) {
    if (!claimed.has(path) && !NEVER.has(extensionOf(path)))
      yield* openAt(path, (format) => siblings(path, format, sorted, tree), { isFile: true });
    looked(path);
  }

  /** The model that a file enters; none where it is no model. Where it cannot be had, whoever inspects it says why. */
  async function* openAt(
    entry: string,
    belonging: (format: Format) => string[],
    { isWhole = false, isFile = false } = {},
  ): AsyncGenerator<OpenFoundModel> {
    const opened = await openFileModel(entry, files).catch(() => null);
    if (!opened) return;
    try {
      const listCompanions = async () => pathsBelow(folderAbove(entry), sorted);
      const entered = await enterModel({ ...opened, listCompanions }, limits);
      const { format, basis } = entered.found;
      if (isWhole && belonging(format).length > 0) entered.opened.isFolder = true;
      if (format.facts.isModel === false) return;
      const companions = belonging(format).filter((path) => !claimed.has(path));
      for (const path of [entry, ...companions]) claimed.add(path);
      let inspection: Inspection | undefined;
      yield {
        entry,
        companions: companions.sort(byBytes),
        format,
        basis,
        inspect: async (options) => {
          inspection = await inspectEntered(entry, entered, { ...options, limits });
          return inspection;
        },
      };
      // What belongs to it by name only, and was not read with it, stands for itself.
      if (inspection && isFile)
        for (const path of companions)
          if (!inspection.companions.includes(path) && (await opened.sizeOf(path.slice(folderAbove(entry).length))) > 0)
            claimed.delete(path);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    } finally {
      await opened.close();
    }
  }
}

/** Paths below a folder (with its slash), relative to it. */
const pathsBelow = (folder: string, sorted: readonly string[]): string[] =>
  sorted.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));

const isIndex = (path: string): boolean => path.endsWith('.index.json');
const SHARD = /-\d+-of-\d+\.[a-z0-9]+$/;

/** Files that by their name hold the rest of a model: data shards, external weights, the weights beside a topology. Only formats whose readers open them have any. */
function siblings(path: string, { id }: Format, sorted: readonly string[], tree: ReadonlySet<string>): string[] {
  const folder = folderOf(path);
  const name = nameOf(path);
  const stem = name.slice(0, name.length - extensionOf(name).length);
  const present = (names: readonly string[]) =>
    names.map((other) => joinPath(folder, other)).filter((other) => tree.has(other));
  if (id === 'onnx') return present([`${name}.data`, `${name}_data`]);
  if (id === 'openvino-ir' || id.startsWith('ncnn-')) return present([`${stem}.bin`]);
  if (id.startsWith('paddle-')) return present([`${stem}.pdiparams`]);
  if (id.endsWith('-sharded') && isIndex(name)) {
    const first = joinPath(folder, `${name.slice(0, name.indexOf('.'))}-`);
    return sorted.filter((other) => other.startsWith(first) && SHARD.test(other) && folderOf(other) === folder);
  }
  if (!id.startsWith('tensorflow-checkpoint') || !name.endsWith('.index')) return [];
  const shard = joinPath(folder, `${stem}.data-`);
  return sorted.filter((other) => other.startsWith(shard) || other === joinPath(folder, `${stem}.meta`));
}
