import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import type { ByteSource } from '../bytes/source.js';
import { folderOf, joinPath } from './file-access.js';
import {
  type Contents,
  emptyContents,
  type Format,
  type Loading,
  type ModelInput,
  type Observation,
  type Part,
} from './format.js';
import { glimpse } from './glimpse.js';
import { addHiddenPickles } from './hidden-pickles.js';
import { type Identification, identify } from './identify.js';
import { escapes, type OpenedModel } from './open-model.js';
import { attempt, type Bug, bugIn, observationOf } from './problems.js';

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

/**
 * Contents as far as they can be read; the reason why reading stopped is the first observation. Where the bytes or a bug of
 * ours stop a reader, what it had noticed is kept: neither may hide what loading runs. What the system or a server refused is
 * thrown on.
 */
export async function read(found: Identification, input: ModelInput, limits: Limits): Promise<Contents> {
  const contents = await readAs(found.format, input, limits);
  for (const other of found.others) await addOther(contents, other, input, limits);
  if (found.failure) contents.observations.unshift(observationOf(found.failure));
  append(contents.observations, found.remarks);
  for (const { source, start, end, base } of found.rests)
    await addHiddenPickles(contents, source, { start, end }, { base }, limits);
  bound(contents);
  // Values inside a compressed stream lie at no offset of the file.
  if (found.source !== found.outermost) for (const tensor of contents.tensors) delete tensor.offset;
  return contents;
}

async function readAs(format: Format, input: ModelInput, limits: Limits): Promise<Contents> {
  const begun: Contents[] = [];
  try {
    return await format.inspect({ ...input, begun: (one) => void begun.push(one) }, limits);
  } catch (error) {
    const reason = error instanceof FormatError ? error : bugIn(error);
    if (!reason) throw error;
    const contents = stopped(format.facts.worstLoading, reason, begun);
    // What the reader would have explained is explained by nothing now.
    const all = { start: 0, end: input.source.size };
    await attempt(contents, {}, () => addHiddenPickles(contents, input.source, all, { base: 0 }, limits));
    return contents;
  }
}

/**
 * What the same bytes do where a loader takes them for another format; what is wrong with that reading is told by the first,
 * except that nobody here reads it: a program before an archive is no pass.
 */
async function addOther(contents: Contents, format: Format, input: ModelInput, limits: Limits): Promise<void> {
  const { observations, globals } = await readAs(format, input, limits);
  const reaches = observations.filter(
    ({ kind, code }) => kind === 'callable' || kind === 'external' || code === 'unsupported',
  );
  append(
    contents.observations,
    reaches.map((observation) => ({ ...observation, message: `${observation.message} (read as ${format.id})` })),
  );
  contents.globals = union(contents.globals, globals).sort(byBytes);
}

/** What was noticed until a reader stopped. Tensors are none of it: nothing was checked of their list yet. */
function stopped(loading: Loading, reason: FormatError | Bug, begun: readonly Contents[]): Contents {
  const contents = emptyContents(loading);
  contents.observations.push(observationOf(reason));
  for (const one of begun) {
    if (one.version !== undefined) contents.version = one.version;
    contents.facts = contents.facts.concat(one.facts);
    contents.needs = contents.needs.concat(one.needs);
    contents.observations = contents.observations.concat(one.observations);
    contents.companions = union(contents.companions, one.companions);
    contents.globals = union(contents.globals, one.globals).sort(byBytes);
    contents.operators = union(contents.operators, one.operators).sort(byBytes);
    if (one.weightsOnlyLoadable === false) contents.weightsOnlyLoadable = false;
  }
  return contents;
}

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set(a.concat(b))];

/** Keeps what loading reaches before what is merely broken: a thousand faults must not push a call out of sight. */
function bound(contents: Contents): void {
  const { observations } = contents;
  if (observations.length <= MOST_OBSERVATIONS) return;
  const reaches = ({ kind }: Observation) => kind === 'callable' || kind === 'external';
  const kept = new Set(
    [...observations.filter(reaches), ...observations.filter((o) => !reaches(o))].slice(0, MOST_OBSERVATIONS),
  );
  contents.observations = observations.filter((observation) => kept.has(observation));
  contents.observations.push({
    kind: 'unread',
    code: 'resource-limit',
    message: `expected at most ${MOST_OBSERVATIONS} observations, found ${observations.length - MOST_OBSERVATIONS} more`,
  });
}
