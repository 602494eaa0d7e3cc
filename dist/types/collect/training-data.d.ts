import type { CollectedFile, Refusal } from './collection.js';
/**
 * Keeps training data within the size that is packed. A file over it is refused; then, as long as all data together are,
 * the largest folder.
 */
export declare function limitTrainingData(files: readonly CollectedFile[], maxSize: number): {
    files: CollectedFile[];
    refused: Refusal[];
};
