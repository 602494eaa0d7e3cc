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
  feature: number[];
  threshold: number[];
  left: number[];
  right: number[];
  /** Prediction of leaves, NaN at splits. */
  value: number[];
  /** 0 at leaves; else as stored: 1 only missing values go left, 2 and 4 they go left, 3 and 5 right. */
  missing: number[];
  /** Levels that go right, for every node; empty where the split is none by levels. */
  levels: { first: number; bits: Uint8Array }[];
}

/** Parses one tree. Throws `truncated`, `invalid-structure`. */
export function parseMojoTree(bytes: Uint8Array, littleEndian: boolean): MojoTree {
  const tree: MojoTree = { feature: [], threshold: [], left: [], right: [], value: [], missing: [], levels: [] };
  const cursor = new Cursor(bytes, 0, littleEndian);
  // Where the index of the node that comes next belongs; the right side waits until the left one is done.
  const open: { attach: (node: number) => void; isLeaf: boolean }[] = [{ attach: () => undefined, isLeaf: false }];
  for (let next = open.pop(); next; next = open.pop()) {
    const node = tree.feature.length;
    next.attach(node);
    if (next.isLeaf) {
      addLeaf(tree, cursor.f32());
      continue;
    }
    const kind = cursor.u8();
    const feature = cursor.u16();
    if (feature === ONE_LEAF) {
      addLeaf(tree, cursor.f32());
      continue;
    }
    addSplit(tree, feature, kind, cursor);
    const leftIsLeaf = (kind & 51) === LEFT_IS_LEAF;
    if (!leftIsLeaf) cursor.skip((kind & 3) + 1);
    open.push(
      { attach: (right) => (tree.right[node] = right), isLeaf: (kind & RIGHT_IS_LEAF) !== 0 },
      { attach: (left) => (tree.left[node] = left), isLeaf: leftIsLeaf },
    );
  }
  if (cursor.remaining > 0)
    throw new FormatError('invalid-structure', `expected the end of the tree, found ${cursor.remaining} bytes more`);
  return tree;
}

function addLeaf(tree: MojoTree, value: number): void {
  tree.feature.push(-1);
  tree.threshold.push(Number.NaN);
  tree.left.push(-1);
  tree.right.push(-1);
  tree.value.push(value);
  tree.missing.push(0);
  tree.levels.push({ first: 0, bits: new Uint8Array(0) });
}

function addSplit(tree: MojoTree, feature: number, kind: number, cursor: Cursor): void {
  addLeaf(tree, Number.NaN);
  const node = tree.feature.length - 1;
  const missing = cursor.u8();
  tree.feature[node] = feature;
  tree.missing[node] = missing;
  if (missing === MISSING_OR_NOT) return;
  const by = kind & 12;
  if (by === 0) tree.threshold[node] = cursor.f32();
  else if (by === 8) tree.levels[node] = { first: 0, bits: cursor.take(4) };
  else if (by === 12) {
    const first = cursor.u16();
    tree.levels[node] = { first, bits: cursor.take(Math.ceil(cursor.u32() / 8)) };
  } else throw new FormatError('invalid-structure', `expected a split of kind 0, 8 or 12, found ${by}`, cursor.offset);
}
