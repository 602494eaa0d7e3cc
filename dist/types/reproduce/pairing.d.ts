import type { TensorInfo } from '../formats/format.js';
import type { Match } from './comparison.js';
/** Two tensors that are to be compared: positions in the lists of both models. */
export interface Pair {
    a: number;
    b: number;
    matchedBy: Match;
}
/** What pairs tensors, from the surest to the least sure; each step sees only what earlier ones left over. */
export interface Leftover {
    a: number[];
    b: number[];
}
/** Pairs whatever has the same key on both sides, in order. A null key pairs with nothing. */
export declare function pairBy(left: Leftover, keyOfA: (index: number) => string | null, keyOfB: (index: number) => string | null, matchedBy: Match): {
    pairs: Pair[];
    left: Leftover;
};
/**
 * A tensor's name as all frameworks would write it: separators alike, without the wrapper that every name of its model
 * begins with (`state_dict.`, `module.`).
 */
export declare function spelledAlike(names: readonly string[]): string[];
/** Pairs the tensors that are the only ones left of their dtype and shape on both sides; the last one on either side whatever it is. */
export declare function pairOnlyOnes(left: Leftover, a: readonly TensorInfo[], b: readonly TensorInfo[]): {
    pairs: Pair[];
    left: Leftover;
};
