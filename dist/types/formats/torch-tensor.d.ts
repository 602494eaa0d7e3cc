import { type PickleValue } from '../containers/pickle.js';
import type { LeafReader } from './python-leaves.js';
import { type TorchStorages } from './torch-storage.js';
/** Reads the tensors of torch: views of storages, parameters, quantized, sparse and meta tensors. */
export declare function torchReader(storages: TorchStorages): LeafReader;
/** Location tags of the storages that a pickle refers to: where the tensors were when saved. */
export declare function locationsOf(persistents: readonly {
    id: PickleValue;
}[]): string[];
