import { FormatError } from '../bytes/format-error.js';
import { className, entryOf, type PickleObject, type PickleValue } from '../containers/pickle.js';
import { type Leaf, stridedLeaf } from './numpy-leaf.js';
import { arrayOf, leafOf, type PickleHome, placeOf } from './pickled-arrays.js';
import { joinName } from './python-names.js';
import { orderedStrides } from './strided-values.js';

/** Attributes of `sklearn.tree._tree.Tree` and the field of its structured `nodes` that each is stored in. */
const NODE_FIELDS: readonly (readonly [string, string])[] = [
  ['children_left', 'left_child'],
  ['children_right', 'right_child'],
  ['feature', 'feature'],
  ['threshold', 'threshold'],
  ['impurity', 'impurity'],
  ['n_node_samples', 'n_node_samples'],
  ['weighted_n_node_samples', 'weighted_n_node_samples'],
  ['missing_go_to_left', 'missing_go_to_left'],
];

/** True for the compiled tree inside scikit-learn's trees and forests. */
export const isTree = (value: PickleValue): boolean => className(value) === 'sklearn.tree._tree.Tree';

/** The arrays of a tree as its attributes show them; a version's tree lacks some. */
export function treeLeaves(name: string, tree: PickleObject, home: PickleHome): Leaf[] {
  const nodes = arrayOf(entryOf(tree.state, 'nodes'), home);
  const values = arrayOf(entryOf(tree.state, 'values'), home);
  const leaves: Leaf[] = [];
  if (nodes?.dtype.fields) {
    const place = placeOf(nodes, home);
    const { itemSize, fields } = nodes.dtype;
    const last = place.start + nodes.shape.reduce((product, size) => product * size, itemSize);
    if (last > place.source.size)
      throw new FormatError(
        'truncated',
        `expected the nodes of ${name} up to ${last}, found ${place.source.size} bytes`,
      );
    for (const [attribute, field] of NODE_FIELDS) {
      const found = fields.find((candidate) => candidate.name === field);
      if (!found) continue;
      const { dtype, offset } = found;
      const swapBytes = dtype.byteOrder === 'big' ? dtype.itemSize : 1;
      const items = {
        source: place.source,
        start: place.start + offset,
        itemBytes: dtype.itemSize,
        shape: nodes.shape,
        strides: orderedStrides(nodes.shape, itemSize, nodes.fortran),
        swapBytes,
      };
      leaves.push(stridedLeaf(joinName(name, attribute), dtype, items, place.base));
    }
  }
  if (values) leaves.push(leafOf(joinName(name, 'value'), values, home));
  return leaves;
}
