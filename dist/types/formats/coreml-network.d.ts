import { type WireField } from '../containers/protobuf.js';
import type { TensorInfo } from './format.js';
import type { Walk } from './tensorflow-graph-binary.js';
/** What the fields of one layer hold. */
export interface LayerWeights {
    tensors: TensorInfo[];
    /** Some weights are stored in a way that is not read here. */
    isPartial: boolean;
}
/** Weights of one layer; `kind` is the field that says what layer it is. */
export declare function readLayerWeights(walk: Walk, name: string, kind: WireField): Promise<LayerWeights>;
