/** Nodes as parallel arrays, in preorder: `left` and `right` are −1 at leaves, `feature` too; `threshold` is NaN where the split is by levels. */
export interface MojoTree {
    feature: number[];
    threshold: number[];
    left: number[];
    right: number[];
    /** Prediction of leaves, NaN at splits. */
    value: number[];
    /** 0 at leaves; else as stored: 1 only missing values go left, 2 and 4 they go left, 3 and 5 right. */
    missing: number[];
    /** Levels that go right, for every node; empty where the split is none by levels. */
    levels: {
        first: number;
        bits: Uint8Array;
    }[];
}
/** Parses one tree. Throws `truncated`, `invalid-structure`. */
export declare function parseMojoTree(bytes: Uint8Array, littleEndian: boolean): MojoTree;
