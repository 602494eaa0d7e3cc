import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';

/*
 * A tree of hex.genmodel.algos.tree.SharedTreeMojoModel, since version 1.2, nodes in preorder:
 *   u8 kind, u16 column; column 65535: a tree that is one leaf, f32 value
 *   u8 where missing values go; 1 (they are what the split is about): no split follows, else by bits 2 and 3 of the kind
 *     0: f32 threshold · 8: 32 levels as bits · 12: u16 first level, u32 count, that many levels as bits
 *   bits 0, 1, 4, 5 of the kind, 48: f32 value of the left leaf, else one less than the bytes of a number, the size of the left subtree
 *   the left subtree, then the right one, or its f32 value where bits 6 and 7 of the kind are set
 */
const LEFT_IS_LEAF = 48;
const RIGHT_IS_LEAF = 192;
const ONE_LEAF = 0xffff;
const MISSING_OR_NOT = 1;

/** Nodes as parallel arrays, in preorder: `left` and `right` are −1 at leaves, `feature` too; `threshold` is NaN where the split is by levels. */
export interface MojoTree {
  feature: Int32Array;
  threshold: Float32Array;
  left: Int32Array;
  right: Int32Array;
  /** Prediction of leaves, NaN at splits. */
  value: Float32Array;
  /** 0 at leaves; else as stored: 1 only missing values go left, 2 and 4 they go left, 3 and 5 right. */
  missing: Uint8Array;
  /** Levels that go right, by nodes that split by levels. */
  levels: ReadonlyMap<number, Levels>;
}

interface Levels {
  first: number;
  bits: Uint8Array;
}

/** Where the index of the node that comes next belongs. */
interface Place {
  parent: number;
  side: 'left' | 'right';
  isLeaf: boolean;
}

/** Parses one tree. Throws `truncated`, `invalid-structure`. */
export function parseMojoTree(bytes: Uint8Array, littleEndian: boolean): MojoTree {
  const nodes = new Nodes();
  const cursor = new Cursor(bytes, 0, littleEndian);
  // The right side waits until the left one is done.
  const open: Place[] = [{ parent: -1, side: 'left', isLeaf: false }];
  for (let next = open.pop(); next; next = open.pop()) {
    const node = nodes.count;
    if (next.parent >= 0) nodes[next.side][next.parent] = node;
    if (next.isLeaf) {
      nodes.add(cursor.f32());
      continue;
    }
    const kind = cursor.u8();
    const feature = cursor.u16();
    if (feature === ONE_LEAF) {
      nodes.add(cursor.f32());
      continue;
    }
    nodes.addSplit(feature, kind, cursor);
    const leftIsLeaf = (kind & 51) === LEFT_IS_LEAF;
    if (!leftIsLeaf) cursor.skip((kind & 3) + 1);
    open.push(
      { parent: node, side: 'right', isLeaf: (kind & RIGHT_IS_LEAF) !== 0 },
      { parent: node, side: 'left', isLeaf: leftIsLeaf },
    );
  }
  if (cursor.remaining > 0)
    throw new FormatError('invalid-structure', `expected the end of the tree, found ${cursor.remaining} bytes more`);
  return nodes.tree();
}

/** Nodes while their number is not known. */
class Nodes {
  readonly left: number[] = [];
  readonly right: number[] = [];
  readonly #feature: number[] = [];
  readonly #threshold: number[] = [];
  readonly #value: number[] = [];
  readonly #missing: number[] = [];
  readonly #levels = new Map<number, Levels>();

  get count(): number {
    return this.#feature.length;
  }

  add(value: number, feature = -1, missing = 0): void {
    this.#feature.push(feature);
    this.#threshold.push(Number.NaN);
    this.left.push(-1);
    this.right.push(-1);
    this.#value.push(value);
    this.#missing.push(missing);
  }

  addSplit(feature: number, kind: number, cursor: Cursor): void {
    const node = this.count;
    const missing = cursor.u8();
    this.add(Number.NaN, feature, missing);
    if (missing === MISSING_OR_NOT) return;
    const by = kind & 12;
    if (by === 0) this.#threshold[node] = cursor.f32();
    else if (by === 8) this.#levels.set(node, { first: 0, bits: cursor.take(4) });
    else if (by === 12) {
      const first = cursor.u16();
      this.#levels.set(node, { first, bits: cursor.take(Math.ceil(cursor.u32() / 8)) });
    } else
      throw new FormatError('invalid-structure', `expected a split of kind 0, 8 or 12, found ${by}`, cursor.offset);
  }

  tree(): MojoTree {
    return {
      feature: Int32Array.from(this.#feature),
      threshold: Float32Array.from(this.#threshold),
      left: Int32Array.from(this.left),
      right: Int32Array.from(this.right),
      value: Float32Array.from(this.#value),
      missing: Uint8Array.from(this.#missing),
      levels: this.#levels,
    };
  }
}
