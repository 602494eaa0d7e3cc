/** Nodes as parallel arrays, in preorder: `left` and `right` are −1 at leaves, `feature` too; `threshold` is NaN where the split is by levels. */
export interface MojoTree {
    feature: Int32Array;
    threshold: Float32Array;
    left: Int32Array;
    right: Int32Array;
    /** Prediction of leaves, NaN at splits. */
    value: Float32Array;
    /** 0 at leaves; else as stored: 1 only missing values go left, 2 and 4 they go left, 3 and 5 right. */
    missing: Uint8Array;
    /** Levels that go right, by nodes that split by levels. */
    levels: ReadonlyMap<number, Levels>;
}
interface Levels {
    first: number;
    bits: Uint8Array;
}
/** Parses one tree. Throws `truncated`, `invalid-structure`. */
export declare function parseMojoTree(bytes: Uint8Array, littleEndian: boolean): MojoTree;
export {};
