import type { Limits } from '../../bytes/limits.js';
import { type Json } from '../../containers/json-document.js';
import type { Tensor } from '../tensor.js';
import type { FindWeights } from './keras-roles.js';
import type { Graph } from './structure.js';
/** Every tensor of a model that is open. */
export declare function collected(tensors: AsyncIterable<Tensor>): Promise<Tensor[]>;
/** The graph that the configuration of a sequential or functional model describes; null for models that only code describes. */
export declare function kerasGraph(root: Json, version: string, tensors: readonly Tensor[], findWeights: FindWeights, limits: Limits): Graph | null;
