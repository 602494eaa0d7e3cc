import { type Scorer } from '../predictor/predictor.js';
import { type GraphBuilder } from './builder.js';
/**
 * Trees as `TreeEnsemble` (ai.onnx.ml 5), the one operator that compares in doubles, as scikit-learn does. A leaf of it
 * speaks of one output; a tree whose leaves speak of several is written once for each output, with the same tests.
 */
export declare function treeEnsemble(graph: GraphBuilder, model: Extract<Scorer, {
    kind: 'trees';
}>, x: string): string;
