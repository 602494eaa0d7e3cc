import type { OpenByteSource } from '../bytes/source.js';
import type { Surroundings } from '../tree/tree.js';
import type { CollectedFile } from './collection.js';
import type { LfsPointer } from './lfs-pointer.js';
/** Where the content of a pointer lies on this machine, verified. */
export interface LfsContent {
    from: NonNullable<CollectedFile['from']>;
    open(): Promise<OpenByteSource>;
}
/** Finds the content that a pointer stands for in the LFS store or the work tree; null where neither has the right bytes. */
export declare function findLfsContent(path: string, pointer: LfsPointer, surroundings: Surroundings | undefined): Promise<LfsContent | null>;
