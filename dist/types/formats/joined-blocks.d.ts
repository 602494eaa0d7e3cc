import type { Limits } from '../bytes/limits.js';
/** A rectangular part of an array, with its values in C order. */
export interface Block {
    offsets: readonly number[];
    sizes: readonly number[];
    values: () => AsyncIterable<Uint8Array>;
}
interface Whole {
    shape: readonly number[];
    itemBytes: number;
}
/**
 * Values of an array in C order from disjoint blocks that cover it. Blocks cut along the first dimension alone follow
 * each other and are streamed; any other cut is put together in memory, within `inflatedBytes`.
 */
export declare function joinBlocks(whole: Whole, blocks: readonly Block[], limits: Limits): AsyncGenerator<Uint8Array>;
export {};
