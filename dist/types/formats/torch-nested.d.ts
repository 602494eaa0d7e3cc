import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type Pickle } from '../containers/pickle.js';
import type { LeafReader } from './python-leaves.js';
/**
 * Tensors that were pickled by `pickle` instead of `torch.save`: each storage is a stacked torch file in bytes that
 * `torch.storage._load_from_bytes` gets. What those pickles import was read with the outer one; here their values are found.
 * Where every call of a pickle gets such a file, read to its last byte, the call is no news and no danger: it is forgotten.
 */
export declare function nestedTorchReader(source: ByteSource, pickles: readonly Pickle[], limits: Limits): Promise<LeafReader>;
