import type { Limits } from '../bytes/limits.js';
/** A rectangular part of an array. */
export interface Extent {
    offsets: readonly number[];
    sizes: readonly number[];
}
/** A part with its values in C order. */
export interface Block extends Extent {
    values: () => AsyncIterable<Uint8Array>;
}
interface Whole {
    shape: readonly number[];
    itemBytes: number;
}
/** Why blocks cannot make up an array, or null: each lies inside it, and together they have as many elements. */
export declare function blocksFault(shape: readonly number[], blocks: readonly Extent[]): string | null;
/**
 * Values of an array in C order from disjoint blocks that cover it. Blocks cut along the first dimension alone follow
 * each other and are streamed; any other cut is put together in memory, within `inflatedBytes`. Throws
 * `invalid-structure` where blocks overlap, leave a gap, or have values of another length.
 */
export declare function joinBlocks(whole: Whole, blocks: readonly Block[], limits: Limits): AsyncGenerator<Uint8Array>;
export {};
