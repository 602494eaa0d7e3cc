import type { Origin } from '../../formats/structure/origin.js';
import type { ClusterModel, DecisionTree, TreeModel, TreeTest } from '../../formats/structure/statistical-model.js';
import type { Answer } from '../predictions/compare.js';
import type { BinaryTree, Outcome, Predictor, Scorer } from './predictor.js';
/** Means of trees as PMML has them; `fields` are the columns that they ask. */
export declare function treeModelOf(model: Extract<Scorer, {
    kind: 'trees';
}>, outcome: Outcome, fields: readonly string[], origin: Origin): TreeModel;
export declare const clusterModelOf: ({ centers }: Extract<Scorer, {
    kind: 'distances';
}>, fields: readonly string[], origin: Origin) => ClusterModel;
/** A binary tree whose leaves say probabilities of classes, or a number where there are none. */
export declare function decisionTree({ left, right, feature, threshold, says, missingLeft }: BinaryTree, classes: number, decidesMissing: boolean): DecisionTree;
/**
 * A test of doubles that says what scikit-learn says of the single float nearest to them: everything up to half of the
 * way between the last single float that goes left and the next one rounds to the former, the half itself to the even one.
 */
export declare function singleTest(field: number, threshold: number): TreeTest;
/** What an estimator answers, under the names that PMML gives its answers. */
export declare function underStatisticalNames({ outcome }: Predictor, answer: Answer): Answer;
