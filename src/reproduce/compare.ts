import { append } from '../bytes/append.js';
import { sha256OfChunks } from '../bytes/digest.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { chunks } from '../bytes/source.js';
import type { FileAccess } from '../formats/file-access.js';
import type { Tensor } from '../formats/format.js';
import { type OpenContents, openContents } from '../formats/open-contents.js';
import { type Progress, SILENT } from '../progress.js';
import { areSame } from './chunk-pairs.js';
import { compareTensors, unmatched } from './compare-tensors.js';
import type { DiffDocument, TensorComparison, Tolerance } from './comparison.js';
import { type Leftover, type Pair, pairBy, pairOnlyOnes, spelledAlike } from './pairing.js';
import { summarize } from './summary.js';

/** A model and where its files are: a disk, a git tree, a bag. */
export interface ModelPlace {
  path: string;
  files: FileAccess;
}

export interface CompareOptions {
  tolerance?: Tolerance;
  limits?: Limits;
  progress?: Progress;
}

export const EXACT: Tolerance = { absolute: 0, relative: 0 };

/**
 * Compares two models tensor by tensor, whatever their containers. Rejects with `Unopenable` or a system error where
 * one of them is not there; what cannot be read is told in the document and is never a pass.
 */
export async function compareModels(a: ModelPlace, b: ModelPlace, options: CompareOptions = {}): Promise<DiffDocument> {
  const left = await openContents(a.path, a.files, options.limits);
  try {
    const right = await openContents(b.path, b.files, options.limits);
    try {
      return await compareOpened(a.path, left, b.path, right, options);
    } finally {
      await right.close();
    }
  } finally {
    await left.close();
  }
}

async function compareOpened(
  pathA: string,
  a: OpenContents,
  pathB: string,
  b: OpenContents,
  { tolerance = EXACT, progress = SILENT }: CompareOptions,
): Promise<DiffDocument> {
  const document = {
    schema: 'modelbag/diff/1' as const,
    tolerance,
    a: { path: pathA, format: a.format.id, tensorCount: a.tensors.length },
    b: { path: pathB, format: b.format.id, tensorCount: b.tensors.length },
  };
  if (await sameBytes(a, b)) {
    const same = { ...document, verdict: 'identical' as const, tensors: a.tensors.map(sameTensor), unread: [] };
    return { ...same, summary: summarize(same) };
  }
  const unread = [...unreadParts(pathA, a), ...unreadParts(pathB, b)];
  const [tensorsA, tensorsB] = [learned(a), learned(b)];
  const { pairs, left } = await pairTensors(tensorsA, tensorsB);
  const compared: { order: number; comparison: TensorComparison }[] = [];
  progress.stage('compare', pairs.length);
  for (const { a: indexA, b: indexB, matchedBy } of pairs) {
    const one = tensorsA[indexA]!;
    const result = await compareTensors(one, tensorsB[indexB]!, matchedBy, tolerance);
    if ('reason' in result) unread.push({ name: one.info.name, reason: result.reason });
    else compared.push({ order: indexA, comparison: result.comparison });
    progress.advance(1, one.info.name);
  }
  progress.done();
  const tensors = [
    ...compared,
    ...left.a.map((order) => ({ order, comparison: unmatched(tensorsA[order]!.info, 'a') })),
  ]
    .sort((x, y) => x.order - y.order)
    .map(({ comparison }) => comparison);
  append(
    tensors,
    left.b.map((index) => unmatched(tensorsB[index]!.info, 'b')),
  );
  const found = { ...document, verdict: verdictOf(tensors, unread.length > 0), tensors, unread };
  return { ...found, summary: summarize(found) };
}

/** Whole tensors pair by name; then by their values; then by names that mean the same; then those that are alone in their shape. */
async function pairTensors(a: readonly Tensor[], b: readonly Tensor[]): Promise<{ pairs: Pair[]; left: Leftover }> {
  const infosA = a.map(({ info }) => info);
  const infosB = b.map(({ info }) => info);
  const pairs: Pair[] = [];
  const keep = (step: { pairs: Pair[]; left: Leftover }): Leftover => {
    append(pairs, step.pairs);
    return step.left;
  };
  let left: Leftover = { a: infosA.map((_, i) => i), b: infosB.map((_, i) => i) };
  left = keep(pairBy(left, (i) => infosA[i]!.name, (i) => infosB[i]!.name, 'name')); // biome-ignore format: one step a line
  if (left.a.length > 0 && left.b.length > 0) {
    const shapes = (indices: readonly number[], of: readonly Tensor[]): Set<string> =>
      new Set(indices.map((i) => shapeKey(of[i]!)));
    const [shapesA, shapesB] = [shapes(left.a, a), shapes(left.b, b)];
    const keysA = await valueKeys(left.a, a, shapesB);
    const keysB = await valueKeys(left.b, b, shapesA);
    left = keep(pairBy(left, (i) => keysA.get(i) ?? null, (i) => keysB.get(i) ?? null, 'values')); // biome-ignore format: one step a line
    const alikeA = spelledAlike(left.a.map((i) => infosA[i]!.name));
    const alikeB = spelledAlike(left.b.map((i) => infosB[i]!.name));
    const nameIn = (indices: readonly number[], names: readonly string[]): ((index: number) => string | null) => {
      const byIndex = new Map(indices.map((index, at) => [index, names[at] as string]));
      return (index) => byIndex.get(index) ?? null;
    };
    left = keep(pairBy(left, nameIn(left.a, alikeA), nameIn(left.b, alikeB), 'spelling'));
    left = keep(pairOnlyOnes(left, infosA, infosB));
  }
  return { pairs: pairs.sort((x, y) => x.a - y.a), left };
}

const shapeKey = ({ info }: Tensor): string => `${info.dtype} ${info.shape.join(',')}`;

/** Digest of the values of each tensor whose shape the other side has left, too; the others need not be read. */
async function valueKeys(
  indices: readonly number[],
  tensors: readonly Tensor[],
  shapes: ReadonlySet<string>,
): Promise<Map<number, string>> {
  const keys = new Map<number, string>();
  for (const index of indices) {
    const tensor = tensors[index]!;
    const shape = shapeKey(tensor);
    if (!tensor.values || !shapes.has(shape)) continue;
    try {
      keys.set(index, `${shape} ${await sha256OfChunks(tensor.values())}`);
    } catch (error) {
      // Whoever compares it says why it cannot be read.
      if (!(error instanceof FormatError)) throw error;
    }
  }
  return keys;
}

/** Equal files hold equal models. Only worth reading where nothing else can tell: tensors that cannot be read, or none. */
async function sameBytes(a: OpenContents, b: OpenContents): Promise<boolean> {
  const isReadable = ({ tensors }: OpenContents): boolean =>
    tensors.length > 0 && tensors.every(({ values }) => values);
  if (isReadable(a) && isReadable(b)) return false;
  if (a.source.size !== b.source.size || a.companions.length + b.companions.length > 0) return false;
  return areSame(chunks(a.source), chunks(b.source));
}

const learned = ({ tensors }: OpenContents): Tensor[] => tensors.filter(({ bookkeeping }) => !bookkeeping);

const sameTensor = ({ info }: Tensor): TensorComparison => ({
  name: info.name,
  nameInB: info.name,
  status: 'equal',
  dtype: info.dtype,
  shape: info.shape,
  maxAbs: 0,
  maxRel: 0,
  differing: 0,
  beyond: 0,
  total: info.shape.reduce((product, size) => product * size, 1),
});

/** What the reader could not read of a model: tensors may be missing from its list. */
const unreadParts = (path: string, { contents: { observations } }: OpenContents): { name: string; reason: string }[] =>
  observations
    .filter(({ kind }) => kind === 'unread' || kind === 'malformed')
    .map(({ message }) => ({ name: path, reason: message }));

/** Unknown is an outcome: a model of which something could not be read is never called equal. */
function verdictOf(tensors: readonly TensorComparison[], isPartial: boolean): DiffDocument['verdict'] {
  const compared = tensors.filter(({ nameInB, status }) => nameInB !== null && status !== 'only-in-b');
  if (compared.length === 0) return 'incomparable';
  if (tensors.some(({ status }) => status !== 'equal' && status !== 'within')) return 'different';
  if (isPartial) return 'incomparable';
  return tensors.some(({ status }) => status === 'within') ? 'equal-within-tolerance' : 'identical';
}
