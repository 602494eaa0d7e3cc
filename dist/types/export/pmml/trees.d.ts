import type { DecisionTree, TreeModel } from '../../formats/structure/statistical-model.js';
import type { InputColumn } from '../predictions/rows.js';
import { type Body } from './document.js';
import { type Element } from './element.js';
/** Trees as a TreeModel, forests as a MiningModel of one segment a tree. */
export declare function treesBody(model: TreeModel, columns?: readonly InputColumn[]): Body;
/** One tree of numbers by itself, a part of a larger model. */
export declare function regressionTree(tree: DecisionTree, fields: readonly string[], schema: Element): Element;
