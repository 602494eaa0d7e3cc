import { sha256Of, sha256OfChunks } from '../bytes/digest.js';
import { FormatError } from '../bytes/format-error.js';
import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import { both } from '../bytes/parallel.js';
import type { ByteSource } from '../bytes/source.js';
import { withDeadline } from './deadline.js';
import { unknown } from './fallbacks.js';
import { type FileAccess, folderOf, joinPath } from './file-access.js';
import { type Contents, emptyContents, type ModelInput, type Observation, type Part, type Tensor } from './format.js';
import { glimpse } from './glimpse.js';
import { type Identification, identify } from './identify.js';
import type { Inspection } from './inspection.js';
import { escapes, type OpenedModel, openModel, Unopenable } from './open-model.js';
import type { Structure } from './structure/structure.js';

export interface InspectOptions {
  limits?: Limits;
  /** SHA-256 of the file and of every tensor: reads everything. */
  digests?: boolean;
}

/**
 * Everything known of one model, entered through a file or through the directory it is. Never rejects: what cannot be
 * opened is an inspection with status `error`, what cannot be read is an observation. FormatError is caught here alone.
 */
export async function inspectModel(path: string, files: FileAccess, options: InspectOptions = {}): Promise<Inspection> {
  const limits = options.limits ?? DEFAULT_LIMITS;
  let opened: OpenedModel | undefined;
  try {
    opened = await openModel(path, files, limits);
    return await inspectOpened(path, opened, limits, options.digests ?? false);
  } catch (error) {
    return failed(path, error);
  } finally {
    await opened?.close();
  }
}

/** A model opened for its values; whoever opened it closes it. */
export interface OpenTensors {
  format: { id: string; name: string };
  /** In the order of the inspection. Values may be read in any order, as often as wanted, until `close()`. */
  tensors: Tensor[];
  /** Everything that the reader noticed; `unread` and `malformed` among them say that tensors may be missing. */
  observations: Observation[];
  /** The bytes that the model was entered through. */
  source: ByteSource;
  /** Other files of the model, relative to the entry's folder. */
  companions: string[];
  contents: Contents;
  /** The model as framework-neutral values; null where the file describes none. */
  structure(): Promise<Structure | null>;
  close(): Promise<void>;
}

/** Opens a model for its values. Rejects with `Unopenable` or a system error where there is nothing to open. */
export async function openTensors(
  path: string,
  files: FileAccess,
  limits: Limits = DEFAULT_LIMITS,
): Promise<OpenTensors> {
  const opened = await openModel(path, files, limits);
  try {
    const { found, input } = await enter(joinPath(opened.folder, opened.entry), opened.source, opened, limits, 0);
    const contents = await read(found, input, limits);
    const { observations } = contents;
    const tensors: Tensor[] = [];
    try {
      if (found.format.tensors && !found.failure)
        for await (const tensor of found.format.tensors(input, limits)) tensors.push(tensor);
    } catch (error) {
      observe(error, observations);
    }
    const { id, name } = found.format;
    const companions = [...opened.companions, ...contents.companions];
    return {
      format: { id, name },
      tensors,
      observations,
      source: opened.source,
      companions,
      contents,
      structure: async () => (found.failure ? null : ((await found.format.structure?.(input, limits)) ?? null)),
      close: opened.close,
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
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
export async function openModelStructure(
  path: string,
  files: FileAccess,
  limits: Limits = DEFAULT_LIMITS,
): Promise<OpenStructure> {
  const opened = await openModel(path, files, limits);
  try {
    const { found, input } = await enter(joinPath(opened.folder, opened.entry), opened.source, opened, limits, 0);
    if (found.failure) throw found.failure;
    const structure = (await found.format.structure?.(input, limits)) ?? null;
    return { structure, formatId: found.format.id, close: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Observations kept of one model: a file that is wrong in a thousand places is told so in a number. */
const MOST_OBSERVATIONS = 1_000;

type Door = Pick<OpenedModel, 'companion' | 'companionKind' | 'listCompanions'>;
const NO_DOOR: Door = {
  companion: async () => null,
  companionKind: async () => 'missing',
  listCompanions: async () => [],
};

/** The same files as a part in a folder of its own names them. What leaves that folder is no companion of the part. */
const doorBelow = (door: Door, folder: string): Door => ({
  companion: async (relative) => {
    if (escapes(relative))
      throw new FormatError('path-escape', `expected a file inside the model's folder, found "${relative}"`);
    return door.companion(joinPath(folder, relative));
  },
  companionKind: async (relative) => (escapes(relative) ? 'escape' : door.companionKind(joinPath(folder, relative))),
  listCompanions: async () =>
    (await door.listCompanions())
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1)),
});

/** Identifies a source and makes the input that its reader gets. */
async function enter(
  path: string,
  source: ByteSource,
  door: Door,
  limits: Limits,
  depth: number,
): Promise<{ found: Identification; input: ModelInput }> {
  const found = await identify(await glimpse(path, source, door.listCompanions), limits);
  const part = async (name: string, inner: ByteSource, place?: 'beside' | 'below'): Promise<Part> => {
    if (depth >= limits.nesting)
      throw new FormatError(
        'resource-limit',
        `expected at most ${limits.nesting} levels of nesting, found ${depth + 1}`,
      );
    const beside = place === 'below' ? doorBelow(door, folderOf(name)) : place === 'beside' ? door : NO_DOOR;
    const entered = await enter(name, inner, beside, limits, depth + 1);
    const { format, wrappers, basis } = entered.found;
    const tensors = format.tensors?.bind(format);
    return {
      format,
      wrappers,
      basis,
      contents: await read(entered.found, entered.input, limits),
      ...(tensors && { tensors: () => tensors(entered.input, limits) }),
    };
  };
  return { found, input: { ...door, path, source: found.source, glimpse: found.glimpse, part } };
}

/** Contents as far as they can be read; the reasons why reading stopped are the first observations. */
async function read(found: Identification, input: ModelInput, limits: Limits): Promise<Contents> {
  let contents: Contents;
  try {
    contents = await found.format.inspect(input, limits);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    contents = emptyContents(found.format.facts.worstLoading);
    contents.observations.push(observationOf(error));
  }
  if (found.failure) contents.observations.unshift(observationOf(found.failure));
  contents.observations.push(...found.remarks);
  if (contents.observations.length > MOST_OBSERVATIONS) {
    const more = contents.observations.splice(MOST_OBSERVATIONS).length;
    contents.observations.push({
      kind: 'unread',
      code: 'resource-limit',
      message: `expected at most ${MOST_OBSERVATIONS} observations, found ${more} more`,
    });
  }
  // Values inside a compressed stream lie at no offset of the file.
  if (found.source !== found.outermost) for (const tensor of contents.tensors) delete tensor.offset;
  return contents;
}

async function inspectOpened(path: string, opened: OpenedModel, limits: Limits, digests: boolean): Promise<Inspection> {
  const watched = withDeadline(opened, limits.milliseconds);
  const { found, input } = await enter(joinPath(opened.folder, opened.entry), watched.source, watched, limits, 0);
  const contents = await read(found, input, limits);
  const companions = [...new Set([...opened.companions, ...contents.companions])];
  const { format } = found;
  const inspection: Inspection = {
    path,
    size: opened.source.size + (await sizeOf(companions, opened)),
    companions: companions.map((relative) => joinPath(opened.folder, relative)),
    format: {
      id: format.id,
      name: format.name,
      wrappers: found.wrappers,
      ...(contents.version !== undefined && { version: contents.version }),
      basis: found.basis,
      alsoRecognizedAs: found.alsoRecognizedAs,
      extensions: format.extensions,
      facts: format.facts,
    },
    contents,
    observations: contents.observations,
    status: 'complete',
  };
  if (digests) {
    watched.extend(opened.source.size);
    [inspection.sha256, inspection.digests] = await both(
      sha256Of(opened.source),
      tensorDigests(found, input, contents, limits),
    );
  }
  if (contents.observations.some(({ kind }) => kind === 'unread' || kind === 'malformed'))
    inspection.status = 'inconclusive';
  return inspection;
}

/** SHA-256 of each tensor's values in the order of the contents; a tensor that cannot be read is an observation and null. */
async function tensorDigests(
  found: Identification,
  input: ModelInput,
  contents: Contents,
  limits: Limits,
): Promise<(string | null)[]> {
  const digests: (string | null)[] = [];
  try {
    if (contents.tensors.length > 0 && found.format.tensors && !found.failure) {
      for await (const { info, values } of found.format.tensors(input, limits))
        digests.push(values ? await digestOrNull(info.name, values, contents.observations) : null);
    }
  } catch (error) {
    observe(error, contents.observations);
  }
  while (digests.length < contents.tensors.length) digests.push(null);
  return digests;
}

async function digestOrNull(
  name: string,
  values: () => AsyncIterable<Uint8Array>,
  observations: Observation[],
): Promise<string | null> {
  try {
    return await sha256OfChunks(values());
  } catch (error) {
    observe(error, observations, name);
    return null;
  }
}

/** Adds the observation that a FormatError is, once per code and place; anything else is our bug and thrown on. */
function observe(error: unknown, observations: Observation[], name?: string): void {
  if (!(error instanceof FormatError)) throw error;
  const observation = { ...observationOf(error), ...(name !== undefined && { name }) };
  if (!observations.some((o) => o.code === observation.code && o.message === observation.message))
    observations.push(observation);
}

function observationOf(error: FormatError): Observation {
  const unread = error.code === 'resource-limit' || error.code === 'encrypted' || error.code === 'unsupported';
  return {
    kind: unread ? 'unread' : 'malformed',
    code: error.code,
    message: error.message,
    ...(error.offset !== undefined && { offset: error.offset }),
  };
}

/** Bytes of the companions that can be opened; the others are told by the reader. */
async function sizeOf(companions: readonly string[], opened: OpenedModel): Promise<number> {
  let total = 0;
  for (const relative of companions) total += await opened.sizeOf(relative);
  return total;
}

/** The inspection of a path that could not be entered. */
function failed(path: string, error: unknown): Inspection {
  const code = error instanceof Unopenable || error instanceof FormatError ? error.code : codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const contents = emptyContents('data-only');
  contents.observations.push({ kind: 'unread', code, message });
  return {
    path,
    size: 0,
    companions: [],
    format: {
      id: unknown.id,
      name: unknown.name,
      wrappers: [],
      basis: 'not opened',
      alsoRecognizedAs: [],
      extensions: [],
      facts: unknown.facts,
    },
    contents,
    observations: contents.observations,
    status: error instanceof FormatError || code === 'symlink' ? 'inconclusive' : 'error',
    error: { code, message },
  };
}

/** System errors keep their code (`EACCES`); anything else is a bug of ours and told as one. */
const codeOf = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === 'string' ? code : 'internal';
};
