import { byBytes } from '../../bytes/order.js';
import type { TensorInfo } from '../../formats/format.js';

/** Tensors whose names begin alike, down to a single one. */
export interface TensorBlock {
  /** What the names have in common; the whole name of a single tensor; empty for what is left over. */
  name: string;
  tensors: number;
  /** Logical bytes of the values. */
  size: number;
  /** dtype → bytes. */
  dtypes: Map<string, number>;
  /** Of a single tensor. */
  shape?: readonly number[];
  children: TensorBlock[];
}

/** Deeper parts of a name stay together: names are hostile. */
const DEEPEST = 12;
/** What parts names in all frameworks: `a.b`, `a/b`, `a$b`. */
const SEPARATOR = /[./$]/g;
/** What TensorFlow appends to every name. */
const TENSORFLOW = '/.ATTRIBUTES/VARIABLE_VALUE';

/** Tensors by the parts of their names, largest first; tensors without values take no part. */
export function tensorTree(tensors: readonly TensorInfo[]): TensorBlock {
  const root = growing('');
  for (const tensor of tensors) {
    if (!(tensor.byteLength > 0) || !Number.isFinite(tensor.byteLength)) continue;
    const name = tensor.name.endsWith(TENSORFLOW) ? tensor.name.slice(0, -TENSORFLOW.length) : tensor.name;
    let at = root;
    weigh(at, tensor);
    for (const end of partEnds(name)) {
      const part = name.slice(0, end);
      const next = at.byPart.get(part) ?? growing(part);
      at.byPart.set(part, next);
      at = next;
      weigh(at, tensor);
    }
    weigh(at.own, tensor);
    at.own.shape = tensor.shape;
  }
  return grown(root);
}

interface Growing extends TensorBlock {
  byPart: Map<string, Growing>;
  /** Tensors with this very name, which may be the beginning of other names too. */
  own: TensorBlock;
}

const growing = (name: string): Growing => ({ ...block(name), byPart: new Map(), own: block(name) });

const block = (name: string): TensorBlock => ({ name, tensors: 0, size: 0, dtypes: new Map(), children: [] });

function weigh(at: TensorBlock, { byteLength, dtype }: TensorInfo): void {
  at.tensors++;
  at.size += byteLength;
  at.dtypes.set(dtype, (at.dtypes.get(dtype) ?? 0) + byteLength);
}

/** Where the parts of a name end; the last end is the length of the name. */
function partEnds(name: string): number[] {
  const ends: number[] = [];
  for (const { index } of name.matchAll(SEPARATOR)) {
    if (index === 0) continue;
    if (ends.length === DEEPEST - 1) break;
    ends.push(index);
  }
  return [...ends, name.length];
}

/** Sorted, and without steps that hold nothing but one other step. */
function grown({ byPart, own, ...at }: Growing): TensorBlock {
  const children = [...byPart.values()].map(grown);
  if (own.tensors > 0) children.push(leaf(own));
  const [only] = children;
  if (children.length === 1 && only !== undefined) return only;
  return { ...at, children: children.sort(bySize) };
}

/** A shape is that of one tensor: names that occur twice have none. */
function leaf({ shape, ...own }: TensorBlock): TensorBlock {
  return own.tensors === 1 && shape !== undefined ? { ...own, shape } : own;
}

const bySize = (a: TensorBlock, b: TensorBlock): number => b.size - a.size || byBytes(a.name, b.name);

/**
 * A block in at most `most` pieces that together are the whole: the largest is opened again and again while there is room
 * for what it holds, and what remains small beyond that is one piece without a name. `isEnough` ends the opening earlier.
 */
export function piecesOf(
  whole: TensorBlock,
  most: number,
  isEnough: (pieces: readonly TensorBlock[]) => boolean = () => false,
): TensorBlock[] {
  let pieces = whole.children.length > 0 ? [...whole.children] : [whole];
  while (!isEnough(pieces)) {
    const openable = pieces.find(({ children }) => children.length > 1 && pieces.length - 1 + children.length <= most);
    if (openable === undefined) break;
    pieces = [...pieces.filter((piece) => piece !== openable), ...openable.children].sort(bySize);
  }
  if (pieces.length <= most) return pieces;
  const kept = pieces.slice(0, most - 1);
  return [...kept, together(pieces.slice(most - 1))];
}

function together(blocks: readonly TensorBlock[]): TensorBlock {
  const all = block('');
  for (const { tensors, size, dtypes } of blocks) {
    all.tensors += tensors;
    all.size += size;
    for (const [dtype, bytes] of dtypes) all.dtypes.set(dtype, (all.dtypes.get(dtype) ?? 0) + bytes);
  }
  return all;
}

/** The dtype that most bytes have. */
export const mainDtype = ({ dtypes }: TensorBlock): string =>
  [...dtypes].sort((a, b) => b[1] - a[1] || byBytes(a[0], b[0]))[0]?.[0] ?? '';
