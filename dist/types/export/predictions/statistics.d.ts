import type { ClusterModel, RegressionModel, TreeModel, TreeNode } from '../../formats/structure/statistical-model.js';
import type { Answer } from './compare.js';
import type { InputColumn, Row } from './rows.js';
export type Statistical = RegressionModel | TreeModel | ClusterModel;
/** Columns that a model takes. */
export declare function inputsOf(model: Statistical): InputColumn[];
/** What a model answers for a row, from nothing but its structure. */
export declare function answer(model: Statistical, row: Row): Answer;
/** Number of the first cluster: R counts from 1, scikit-learn from 0. */
export declare const firstCluster: ({ origin }: ClusterModel) => number;
/** True where the left child had more cases. */
export declare const larger: (nodes: readonly TreeNode[], left: number, right: number) => boolean;
