import { type PickleValue } from '../containers/pickle.js';
import type { Leaf } from './numpy-leaf.js';
/**
 * `_rebuild_sparse_tensor(layout, (indices, values, size[, is_coalesced]))`, or compressed rows with (crow_indices,
 * col_indices, values, size). The parts are tensors of their own; coordinates are coalesced, as torch does before it reads them.
 */
export declare function sparseLeaves(name: string, args: readonly PickleValue[], read: (name: string, value: PickleValue) => Leaf[]): Leaf[];
