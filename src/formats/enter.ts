import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { folderOf, joinPath } from './file-access.js';
import { type Contents, emptyContents, type ModelInput, type Observation, type Part } from './format.js';
import { glimpse } from './glimpse.js';
import { type Identification, identify } from './identify.js';
import { escapes, type OpenedModel } from './open-model.js';

/** Observations kept of one model: a file that is wrong in a thousand places is told so in a number. */
const MOST_OBSERVATIONS = 1_000;

export type Door = Pick<OpenedModel, 'companion' | 'companionKind' | 'listCompanions'>;
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
export async function enter(
  path: string,
  source: ByteSource,
  door: Door,
  limits: Limits,
  depth = 0,
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

/** Contents as far as they can be read; the reasons why reading stopped are the first observations. FormatError is caught here. */
export async function read(found: Identification, input: ModelInput, limits: Limits): Promise<Contents> {
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

/** Adds the observation that a FormatError is, once per code and place; anything else is our bug and thrown on. */
export function observe(error: unknown, observations: Observation[], name?: string): void {
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
