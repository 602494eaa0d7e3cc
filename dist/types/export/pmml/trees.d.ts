import type { TreeModel } from '../../formats/structure/statistical-model.js';
import { type Body } from './document.js';
/** Trees as a TreeModel, forests as a MiningModel of one segment a tree. */
export declare function treesBody(model: TreeModel): Body;
