import type { ClusterModel, RegressionModel, TreeModel, TreeNode } from '../../formats/structure/statistical-model.js';
import type { Answer } from './compare.js';
import type { InputColumn, Row } from './rows.js';
export type Statistical = RegressionModel | TreeModel | ClusterModel;
/** Columns that a model takes. */
export declare function inputsOf(model: Statistical): InputColumn[];
/** What a model answers for a row, from nothing but its structure. */
export declare function answer(model: Statistical, row: Row): Answer;
/** Products that an answer takes. */
export declare function productsIn(model: Statistical): number;
/** Number of the first cluster: R counts from 1, scikit-learn from 0. */
export declare const firstCluster: ({ origin }: ClusterModel) => number;
/** Whether a missing value goes left: as the test says, else where more cases went. */
export declare const defaultsLeft: (nodes: readonly TreeNode[], { left, right, missingLeft }: NonNullable<TreeNode['split']>) => boolean;
