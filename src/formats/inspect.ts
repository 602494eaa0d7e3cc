import { sha256Of, sha256OfChunks } from '../bytes/digest.js';
import { FormatError } from '../bytes/format-error.js';
import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import { both } from '../bytes/parallel.js';
import { type Watched, withDeadline } from './deadline.js';
import { enter, read } from './enter.js';
import { unknown } from './fallbacks.js';
import { type FileAccess, joinPath } from './file-access.js';
import { type Contents, emptyContents, type ModelInput, type Observation } from './format.js';
import type { Identification } from './identify.js';
import type { Inspection } from './inspection.js';
import { addLoadableFiles } from './loadable-files.js';
import { type OpenedModel, openModel, Unopenable } from './open-model.js';
import { attempt, bugIn, codeOf, observationOf, observe, textOf } from './problems.js';

export interface InspectOptions {
  limits?: Limits;
  /** SHA-256 of the file and of every tensor: reads everything. */
  digests?: boolean;
}

/**
 * Everything known of one model, entered through a file or through the directory it is. Never rejects: what cannot be
 * opened is an inspection with status `error`, what cannot be read is an observation.
 */
export async function inspectModel(path: string, files: FileAccess, options: InspectOptions = {}): Promise<Inspection> {
  const limits = options.limits ?? DEFAULT_LIMITS;
  let opened: OpenedModel | undefined;
  try {
    opened = await openModel(path, files, limits);
    return await inspectEntered(path, await enterModel(opened, limits), options);
  } catch (error) {
    return failed(path, error);
  } finally {
    await opened?.close();
  }
}

/** A model that is open, and what its entry was recognized as. */
export interface EnteredModel {
  opened: OpenedModel;
  watched: Watched;
  found: Identification;
  input: ModelInput;
}

/** Recognizes an open model. From here on its time runs. Rejects where the entry cannot be read. */
export async function enterModel(opened: OpenedModel, limits: Limits): Promise<EnteredModel> {
  const watched = withDeadline(opened, limits.milliseconds);
  const entered = await enter(joinPath(opened.folder, opened.entry), watched.source, watched, limits);
  return { opened, watched, ...entered };
}

/** Everything known of a model that is open. Never rejects, as `inspectModel`. */
export async function inspectEntered(
  path: string,
  entered: EnteredModel,
  options: InspectOptions = {},
): Promise<Inspection> {
  try {
    return await readEntered(path, entered, options);
  } catch (error) {
    return failed(path, error);
  }
}

async function readEntered(
  path: string,
  { opened, watched, found, input }: EnteredModel,
  { limits = DEFAULT_LIMITS, digests = false }: InspectOptions,
): Promise<Inspection> {
  const contents = await read(found, input, limits);
  if (opened.isFolder) {
    const known = new Set([opened.entry, ...contents.companions]);
    await attempt(contents, {}, () => addLoadableFiles(input, contents, (name) => known.has(name)));
  }
  const companions = [...new Set([...opened.companions, ...contents.companions])];
  const { format } = found;
  if (opened.readBy?.includes(format.id) === false && companions.length > 0)
    contents.observations.push({
      kind: 'unread',
      code: 'unsupported',
      message: `expected a model of several files, found ${format.name} beside files that were not read`,
    });
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
  const bug = contents.observations.find(({ code }) => code === 'internal');
  if (bug) inspection.error = { code: bug.code, message: bug.message };
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
    const bug = bugIn(error);
    if (bug) contents.observations.push(observationOf(bug));
    else observe(error, contents.observations);
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

/** Bytes of the companions that can be opened; the others are told by the reader. */
async function sizeOf(companions: readonly string[], opened: OpenedModel): Promise<number> {
  let total = 0;
  for (const relative of companions) total += await opened.sizeOf(relative);
  return total;
}

/** The inspection of a path that could not be entered. */
function failed(path: string, error: unknown): Inspection {
  const code = error instanceof Unopenable || error instanceof FormatError ? error.code : codeOf(error);
  const message = textOf(error);
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
