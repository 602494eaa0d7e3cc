import type { Limits } from '../../bytes/limits.js';
import { type ModelInput } from '../format.js';
import type { Graph } from './structure.js';
/** What a ModelProto describes: its graph with initializers as tensors, the functions it defines, its operator sets. */
export declare function onnxGraph(model: ModelInput, limits: Limits): Promise<Graph | null>;
