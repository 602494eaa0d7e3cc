import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { enter, read } from './enter.js';
import { type FileAccess, joinPath } from './file-access.js';
import type { Contents, ModelInput, Tensor } from './format.js';
import type { Identification } from './identify.js';
import { type OpenedModel, openModel } from './open-model.js';
import { observe } from './problems.js';
import type { Structure } from './structure/structure.js';

/** A model opened for its values; whoever opened it closes it. */
export interface OpenContents {
  format: { id: string; name: string };
  /** `unread` and `malformed` among its observations say that tensors may be missing. */
  contents: Contents;
  /** In the order of the inspection. Values may be read in any order, as often as wanted, until `close()`. */
  tensors: Tensor[];
  /** The bytes that the model was entered through. */
  source: ByteSource;
  /** Other files of the model, relative to the entry's folder. */
  companions: string[];
  /** The model as framework-neutral values; null where the file describes none. */
  structure(): Promise<Structure | null>;
  close(): Promise<void>;
}

/** Opens a model for its values. Rejects with `Unopenable` or a system error where there is nothing to open. */
export function openContents(path: string, files: FileAccess, limits: Limits = DEFAULT_LIMITS): Promise<OpenContents> {
  return entered(path, files, limits, async (opened, found, input) => {
    const contents = await read(found, input, limits);
    const tensors: Tensor[] = [];
    try {
      if (found.format.tensors && !found.failure)
        for await (const tensor of found.format.tensors(input, limits)) tensors.push(tensor);
    } catch (error) {
      observe(error, contents.observations);
    }
    const { id, name } = found.format;
    return {
      format: { id, name },
      contents,
      tensors,
      source: opened.source,
      companions: [...opened.companions, ...contents.companions],
      structure: () => structureOf(found, input, limits),
      close: opened.close,
    };
  });
}

/** A model as framework-neutral values, its files open. */
export interface OpenStructure {
  /** Null where the file describes no model, or its reader knows no structure. */
  structure: Structure | null;
  /** Id of the format it was read from. */
  formatId: string;
  /** Closes the files: values of tensors cannot be read any more. */
  close(): Promise<void>;
}

/** The structure of a model, for exporters. Rejects with FormatError where `inspectModel` would observe. */
export function openModelStructure(
  path: string,
  files: FileAccess,
  limits: Limits = DEFAULT_LIMITS,
): Promise<OpenStructure> {
  return entered(path, files, limits, async (opened, found, input) => {
    if (found.failure) throw found.failure;
    return { structure: await structureOf(found, input, limits), formatId: found.format.id, close: opened.close };
  });
}

const structureOf = async (found: Identification, input: ModelInput, limits: Limits): Promise<Structure | null> =>
  found.failure ? null : ((await found.format.structure?.(input, limits)) ?? null);

/** Opens and identifies a model; its files stay open where `use` succeeds. */
async function entered<T>(
  path: string,
  files: FileAccess,
  limits: Limits,
  use: (opened: OpenedModel, found: Identification, input: ModelInput) => Promise<T>,
): Promise<T> {
  const opened = await openModel(path, files, limits);
  try {
    const { found, input } = await enter(joinPath(opened.folder, opened.entry), opened.source, opened, limits);
    return await use(opened, found, input);
  } catch (error) {
    await opened.close();
    throw error;
  }
}
