import type { Graph } from '../../../formats/structure/structure.js';
import { type Value } from './value.js';
/**
 * Evaluates the operators of ONNX that we write, from their specification, in double floats: a reader of its own that
 * shares nothing with the writer.
 */
export declare function evaluateOnnx(graph: Graph, feeds: ReadonlyMap<string, Value>): Promise<Map<string, Value>>;
