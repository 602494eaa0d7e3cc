import type { Limits } from '../bytes/limits.js';
import { type Pickle } from '../containers/pickle.js';
import { type Contents, type ModelInput } from './format.js';
import type { Leaf } from './numpy-leaf.js';
import { type TorchArchive } from './torch-archive.js';
/** A torch zip, read: its contents, the ways to its tensors, and the pickles for those who need more of them. */
export interface TorchCheckpoint {
    archive: TorchArchive;
    contents: Contents;
    leaves: Leaf[];
    /** Every pickle that some loader begins with: one in front of the archive, and that of each `data.pkl`. */
    entries: Pickle[];
    /** The pickle of the `data.pkl` that was read. */
    object?: Pickle;
}
/** Parts of one archive kind that its own reader explains, by name without the root. */
export type IsExplained = (name: string) => boolean;
/** Reads directory, `data.pkl`, and the local headers of the storages it refers to. Every other member is looked into by content. */
export declare function readCheckpoint(model: ModelInput, limits: Limits, isExplained?: IsExplained): Promise<TorchCheckpoint>;
