import type { Tensor } from '../tensor.js';
import type { Origin } from './origin.js';
import type { ClusterModel, CoefficientModel, RegressionModel, TreeModel } from './statistical-model.js';
/**
 * A model as framework-neutral values: what an exporter needs and nothing of the file it came from. Values of arrays are
 * tensors under the names that `inspect` lists; they can be read as long as the model is open (`openModelStructure`).
 */
export type Structure = Graph | Estimator | RegressionModel | CoefficientModel | TreeModel | ClusterModel;
/** A computation: Keras layers, ONNX operators. */
export interface Graph {
    kind: 'graph';
    origin: Origin;
    name: string;
    inputs: GraphValue[];
    outputs: GraphValue[];
    /** Each behind those whose outputs it takes. */
    nodes: GraphNode[];
    /** Trained values by tensor name; a graph inside a graph uses those of the outermost one. */
    tensors: ReadonlyMap<string, Tensor>;
    /** Versions of the operator sets, by domain; '' is the default one. Empty for layers. */
    opsets: ReadonlyMap<string, number>;
    /** Operators that an ONNX model defines itself, by `domain::Op`. */
    functions: ReadonlyMap<string, Graph>;
}
/** A named value between nodes. */
export interface GraphValue {
    name: string;
    /** '' where the file does not say. */
    dtype: string;
    /** null: a dimension that varies, such as the batch; text: one with a name. Absent where the file does not say. */
    shape?: (number | string | null)[];
}
/** One step: a layer that is called, an operator. A layer that is called twice is two nodes with one `layer` and the same tensors. */
export interface GraphNode {
    /** Unique within its graph. */
    name: string;
    /** Class of the layer (`Dense`, `LSTM`), or `domain::Op`, without a domain for the default one. */
    operator: string;
    /** Name of the layer, where it is one. */
    layer?: string;
    /** Python module of the class, where the file says; layers of Keras have modules below `keras`. */
    module?: string;
    /** Names of values; '' is an optional input that is left out. */
    inputs: string[];
    outputs: string[];
    /** Configuration of the layer, or attributes of the operator. */
    attributes: Readonly<Record<string, Attribute>>;
    /**
     * Tensors of a layer by their role: `kernel`, `bias`, `moving_mean`; those of sublayers by path (`cell/kernel`,
     * `forward_layer/cell/kernel`, `query/kernel`). Operators have none: their inputs name tensors.
     */
    weights: Readonly<Record<string, string>>;
    /** A model that is used as a layer. */
    body?: Graph;
    /** Arguments of a layer's call where they are not only tensors: `{ input: name }` stands for a value. */
    call?: {
        positional: Attribute[];
        named: Record<string, Attribute>;
    };
}
/** A setting: plain JSON, a tensor (ONNX constants), a graph (branches and loops). Integers beyond 2^53 are bigints. */
export type Attribute = null | boolean | number | bigint | string | readonly Attribute[] | {
    readonly [key: string]: Attribute;
} | TensorAttribute | GraphAttribute;
export interface TensorAttribute {
    kind: 'tensor';
    tensor: Tensor;
}
export interface GraphAttribute {
    kind: 'subgraph';
    graph: Graph;
}
/** An object with its attributes, as scikit-learn saves estimators: constructor parameters by their names, what was fitted with a trailing underscore. */
export interface Estimator {
    kind: 'estimator';
    origin: Origin;
    attributes: ReadonlyMap<string, EstimatorValue>;
}
/** Value of an attribute. Floats are numbers; NumPy scalars are numbers or booleans too. */
export type EstimatorValue = null | boolean | number | bigint | string | Estimator | {
    kind: 'array';
    tensor: Tensor;
}
/** An array of objects, row-major: the trees of gradient boosting. */
 | {
    kind: 'objects';
    shape: number[];
    items: EstimatorValue[];
} | {
    kind: 'list' | 'tuple' | 'set';
    items: EstimatorValue[];
} | {
    kind: 'dict';
    entries: [EstimatorValue, EstimatorValue][];
}
/** A class or function by name: `numpy.float64`, `numpy.log1p`. */
 | {
    kind: 'name';
    name: string;
}
/** Seen before on the way here (an object that holds itself), or nothing that exporters could use. */
 | {
    kind: 'opaque';
    what: string;
};
