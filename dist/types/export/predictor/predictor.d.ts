import type { InputColumn } from '../predictions/rows.js';
/** A fitted scikit-learn estimator as what it computes: columns go through steps, a model scores them, an outcome is made of the scores. */
export interface Predictor {
    /** Class of the outermost estimator, without its module. */
    name: string;
    inputs: InputColumn[];
    steps: Step[];
    /** Null: the estimator only transforms. */
    model: Scorer | null;
    outcome: Outcome;
}
export type Label = string | number;
export type Step = 
/** (x − subtract) / divide × multiply + add, column by column; then kept within the range. */
{
    kind: 'affine';
    subtract?: number[];
    divide?: number[];
    multiply?: number[];
    add?: number[];
    range?: [number, number];
}
/** (x − mean) · components, one row of them an output, divided by scale. */
 | {
    kind: 'project';
    mean: number[] | null;
    components: number[][];
    scale: number[] | null;
}
/** Every missing value becomes that of its column. */
 | {
    kind: 'impute';
    values: Label[];
}
/** 1 where there is no value, else 0. */
 | {
    kind: 'missing';
}
/** 1 above the threshold, else 0. */
 | {
    kind: 'binarize';
    threshold: number;
}
/** Each row is divided by its norm. */
 | {
    kind: 'normalize';
    norm: 'l1' | 'l2' | 'max';
}
/** One column for each category of a column, 1 where it has it. `kept`: the categories that have a column. */
 | {
    kind: 'one-hot';
    columns: {
        categories: Label[];
        kept: number[];
    }[];
}
/** The place of a value among the categories of its column; `unknown` for any other value, null: none. */
 | {
    kind: 'ordinal';
    columns: {
        categories: Label[];
    }[];
    unknown: number | null;
}
/** Products of columns, one for each list of their numbers; an empty one is 1. */
 | {
    kind: 'products';
    terms: number[][];
}
/** Parts of the columns, each through its own steps, side by side. */
 | {
    kind: 'columns';
    parts: {
        from: number[];
        steps: Step[];
    }[];
};
export type Scorer = 
/** One row of weights an output. */
{
    kind: 'linear';
    weights: number[][];
    intercepts: number[];
}
/**
 * Sum of what the trees' leaves say, times `rate`, plus `start`. Columns are compared as single floats.
 * `decidesMissing`: a missing value goes where each test says; without it there must be none.
 */
 | {
    kind: 'trees';
    trees: BinaryTree[];
    outputs: number;
    rate: number;
    start: number[];
    decidesMissing: boolean;
} | {
    kind: 'network';
    layers: {
        weights: number[][];
        bias: number[];
        activation: Activation;
    }[];
}
/**
 * One row of weights for each pair of classes, which votes for its first class above 0 and for its second below. Scores
 * are votes, between which the sums of what the pairs say decide: c = s / 3(|s| + 1) is added (libsvm, scikit-learn).
 */
 | {
    kind: 'votes';
    weights: number[][];
    intercepts: number[];
    classes: number;
}
/** Squared distances from the centers. */
 | {
    kind: 'distances';
    centers: number[][];
}
/** Of each class its intercept, less the squares of what columns are away from their means, times their weights. */
 | {
    kind: 'gaussians';
    means: number[][];
    weights: number[][];
    intercepts: number[];
};
/** Whether trees are averaged. */
export declare const isMean: ({ trees, rate, start }: Extract<Scorer, {
    kind: 'trees';
}>) => boolean;
/** Pairs of classes in the order in which machines of two classes are asked. */
export declare const pairsOf: (classes: number) => [first: number, second: number][];
export type Activation = 'identity' | 'relu' | 'tanh' | 'logistic' | 'softmax';
export interface BinaryTree {
    /** Number of the left child, −1 in leaves. */
    left: number[];
    right: number[];
    feature: number[];
    /** As a double; a column that is at most this goes left. */
    threshold: number[];
    /** Null: its version of scikit-learn takes no missing values. */
    missingLeft: boolean[] | null;
    /** For each node: what it adds to the outputs, in pairs of output and number. */
    says: [output: number, value: number][][];
}
export type Outcome = 
/** The transformed columns. */
{
    kind: 'columns';
} | {
    kind: 'number';
    inverse: 'identity' | 'exp';
}
/** The number of the smallest score. */
 | {
    kind: 'nearest';
}
/**
 * `logistic` one score, the second class has 1/(1+e^−s) · `softmax` · `each` every class on its own, then divided by
 * the sum · `given` scores are probabilities · `scores` no probabilities, a single score is that of the second class.
 * A single score says the second class above `from`, at it where `isAtLeast`. `isVote`: the most whole votes in the
 * scores decide, the first class where they are even.
 */
 | {
    kind: 'classes';
    labels: Label[];
    probabilities: 'logistic' | 'softmax' | 'each' | 'given' | 'scores';
    from: number;
    isAtLeast?: boolean;
    isVote?: boolean;
};
/** What an estimator at the end of a pipeline computes. */
export interface Scored {
    /** Steps that are its own. */
    before?: Step[];
    model: Scorer;
    outcome: Outcome;
}
