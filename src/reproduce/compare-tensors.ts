import { FormatError } from '../bytes/format-error.js';
import { CHUNK_BYTES } from '../bytes/source.js';
import { elementCount } from '../formats/dtypes.js';
import { type NumberReader, numberReader } from '../formats/element-numbers.js';
import type { Tensor, TensorInfo } from '../formats/format.js';
import { areSame, chunkPairs, type Piece, pieces } from './chunk-pairs.js';
import type { Match, TensorComparison, TensorStatus, Tolerance } from './comparison.js';
import { Differences } from './differences.js';

/** A comparison, or why there is none. */
export type Compared = { comparison: TensorComparison } | { reason: string };

/** Compares two tensors element by element, in constant memory. */
export async function compareTensors(a: Tensor, b: Tensor, matchedBy: Match, tolerance: Tolerance): Promise<Compared> {
  const about = describe(a.info, b.info, matchedBy);
  if (!sameShape(a.info, b.info)) return { comparison: { ...about, ...NOT_COMPARED, status: 'shape-differs' } };
  if (!a.values || !b.values) return { reason: `the values of dtype ${(a.values ? b : a).info.dtype} cannot be read` };
  const compare = numberReader(a.info.dtype) && numberReader(b.info.dtype) ? compareNumbers : compareBytes;
  if (a.info.dtype !== b.info.dtype && compare === compareBytes)
    return { comparison: { ...about, ...NOT_COMPARED, status: 'dtype-differs' } };
  try {
    return { comparison: { ...about, ...(await compare(a, b, tolerance)) } };
  } catch (error) {
    if (error instanceof FormatError) return { reason: error.message };
    throw error;
  }
}

/** A tensor without a counterpart. */
export const unmatched = (info: TensorInfo, side: 'a' | 'b'): TensorComparison => ({
  name: info.name,
  nameInB: side === 'b' ? info.name : null,
  status: side === 'a' ? 'only-in-a' : 'only-in-b',
  dtype: info.dtype,
  shape: info.shape,
  ...NOT_COMPARED,
});

const NOT_COMPARED = { maxAbs: null, maxRel: null, differing: null, beyond: null, total: 0 };

const sameShape = (a: TensorInfo, b: TensorInfo): boolean =>
  a.shape.length === b.shape.length && a.shape.every((size, axis) => size === b.shape[axis]);

const describe = (a: TensorInfo, b: TensorInfo, matchedBy: Match) => ({
  name: a.name,
  nameInB: b.name,
  dtype: a.dtype,
  shape: a.shape,
  ...(b.dtype !== a.dtype && { dtypeInB: b.dtype }),
  ...(sameShape(a, b) ? {} : { shapeInB: b.shape }),
  ...(matchedBy !== 'name' && { matchedBy }),
});

type Outcome = Omit<TensorComparison, 'name' | 'nameInB' | 'dtype' | 'shape' | 'dtypeInB' | 'shapeInB' | 'matchedBy'>;

async function compareNumbers(a: Tensor, b: Tensor, tolerance: Tolerance): Promise<Outcome> {
  const [readA, readB] = [numberReader(a.info.dtype)!, numberReader(b.info.dtype)!];
  const sameDtype = a.info.dtype === b.info.dtype;
  const total = elementCount(a.info.shape);
  const differences = new Differences(a.info.shape, tolerance);
  if (readA.parts !== readB.parts) return { ...NOT_COMPARED, status: 'dtype-differs' };
  // Chunks of both sides hold the same elements, however many bits each side takes for one.
  const [sizeA, sizeB] = chunkSizes(readA.bits, readB.bits);
  let left = total;
  const elementsIn = (bytes: number, { bits, parts }: NumberReader): number =>
    Math.min(left, Math.floor((bytes * 8) / (bits * parts)));
  const found = sameDtype
    ? pieces(a.values!(), b.values!(), sizeA)
    : allDiffering(chunkPairs(a.values!(), b.values!(), sizeA, sizeB));
  for await (const piece of found) {
    if ('same' in piece) {
      const elements = elementsIn(piece.same, readA);
      differences.skip(elements);
      left -= elements;
      continue;
    }
    const [x, y] = piece.differ;
    const elements = elementsIn(x.length, readA);
    if (elements !== elementsIn(y.length, readB))
      throw new FormatError('truncated', `expected ${total} elements on both sides, found fewer on one`);
    differences.add(x, y, readA, readB, elements);
    left -= elements;
  }
  if (left > 0) throw new FormatError('truncated', `expected ${total} elements, found ${total - left}`);
  const status: TensorStatus = !sameDtype
    ? 'dtype-differs'
    : differences.beyond > 0
      ? 'different'
      : differences.differing > 0
        ? 'within'
        : 'equal';
  return { status, ...differences.summary(), total };
}

/** Equal bytes of two dtypes mean different numbers. */
async function* allDiffering(pairs: AsyncIterable<[Uint8Array, Uint8Array]>): AsyncGenerator<Piece> {
  for await (const differ of pairs) yield { differ };
}

/** Strings, structures and block-quantized values are the same or not; how far apart has no meaning. */
async function compareBytes(a: Tensor, b: Tensor): Promise<Outcome> {
  const same = await areSame(a.values!(), b.values!());
  return {
    status: same ? 'equal' : 'different',
    maxAbs: null,
    maxRel: null,
    differing: same ? 0 : null,
    beyond: same ? 0 : null,
    total: elementCount(a.info.shape),
  };
}

/**
 * Bytes of chunks that hold equally many elements of so many bits each. Chunks of the wider side are as long as sources
 * are read, so that none crosses a border and is copied.
 */
function chunkSizes(bitsOfA: number, bitsOfB: number): [number, number] {
  const most = (CHUNK_BYTES * 8) / Math.max(bitsOfA, bitsOfB);
  // 24 numbers of any width end at a byte.
  const elements = Number.isInteger(most) && bitsOfA % 8 === 0 && bitsOfB % 8 === 0 ? most : Math.floor(most / 24) * 24;
  return [(elements * bitsOfA) / 8, (elements * bitsOfB) / 8];
}
