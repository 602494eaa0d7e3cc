import type { Tensor } from '../../formats/format.js';
/** A trained network as what it computes: values of known rank go through steps. Axes are those of Keras, channels last. */
export interface Network {
    /** Name of the model. */
    name: string;
    inputs: NetworkInput[];
    /** Names as the model has them, and the value of each. */
    outputs: {
        name: string;
        value: string;
    }[];
    steps: Step[];
    /** Shape of every value. */
    shapes: ReadonlyMap<string, Shape>;
}
/** The first axis is the batch; null: it varies. */
export type Shape = readonly (number | null)[];
export interface NetworkInput {
    name: string;
    dtype: 'float32' | 'int32' | 'int64';
    shape: Shape;
    /** Numbers of rows of an embedding: whole numbers below it are taken. */
    below?: number;
}
export interface Step {
    /** Name of the layer. */
    layer: string;
    operation: Operation;
    takes: string[];
    gives: string;
}
export type Operation = 
/** The last axis times a matrix. */
{
    kind: 'dense';
    kernel: Tensor;
    bias: Tensor | null;
} | {
    kind: 'activation';
    activation: Activation;
} | ({
    kind: 'convolution';
} & Convolution) | ({
    kind: 'transposed';
} & Pick<Convolution, 'kernel' | 'bias' | 'strides' | 'padding'>) | {
    kind: 'pool';
    of: 'max' | 'average';
    size: number[];
    strides: number[];
    padding: Padding;
}
/** Over all axes but the batch and the channels. */
 | {
    kind: 'global-pool';
    of: 'max' | 'average';
    rank: number;
    keeps: boolean;
}
/** (x − mean) / √(variance + epsilon) × gamma + beta, channel by channel. */
 | {
    kind: 'batch-normalization';
    mean: Tensor;
    variance: Tensor;
    gamma: Tensor | null;
    beta: Tensor | null;
    epsilon: number;
}
/** The same with mean and variance of the values themselves, over the axes from `axis` on. */
 | {
    kind: 'layer-normalization';
    axis: number;
    gamma: Tensor | null;
    beta: Tensor | null;
    epsilon: number;
}
/** (x − mean) / √variance, where no divisor is below `LEAST_DEVIATION`. */
 | {
    kind: 'standardize';
    mean: Tensor;
    variance: Tensor;
}
/** x × scale + offset, numbers of the channels or of all. */
 | {
    kind: 'affine';
    scale: number[];
    offset: number[];
} | Recurrent | {
    kind: 'embedding';
    rows: Tensor;
} | {
    kind: 'merge';
    of: Merge;
} | {
    kind: 'concatenate';
    axis: number;
}
/** The batch stays; −1 takes what is left. */
 | {
    kind: 'reshape';
    to: number[];
}
/** Order of all axes, the batch first. */
 | {
    kind: 'permute';
    order: number[];
}
/** A new second axis of this size. */
 | {
    kind: 'repeat';
    times: number;
}
/** Zeros (or nothing: negative) at the begin and the end of each axis but the batch. */
 | {
    kind: 'pad';
    amounts: [begin: number, end: number][];
}
/** Every element this often along each axis but the batch and the channels. */
 | {
    kind: 'enlarge';
    times: number[];
} | {
    kind: 'reverse';
    axis: number;
};
export type Merge = 'add' | 'subtract' | 'multiply' | 'average' | 'maximum' | 'minimum';
/** Explicit amounts before and behind each spatial axis, or what makes the result as long as the input divided by the stride. */
export type Padding = 'valid' | 'same' | 'causal';
/** `keras.config.epsilon()` as it is unless a program sets another. */
export declare const LEAST_DEVIATION = 1e-7;
export interface Convolution {
    /** [...spatial, channels of a group, filters] */
    kernel: Tensor;
    bias: Tensor | null;
    strides: number[];
    dilation: number[];
    padding: Padding;
    groups: number;
    /** The kernel is [...spatial, channels, filters of each channel]. */
    isDepthwise: boolean;
}
export interface Recurrent {
    kind: 'recurrent';
    cell: 'simple' | 'lstm' | 'gru';
    units: number;
    /** [inputs, gates × units], [units, gates × units], [gates × units] or [2, gates × units]. Gates: LSTM i f c o, GRU z r h. */
    kernel: Tensor;
    recurrent: Tensor;
    bias: Tensor | null;
    activation: CellActivation;
    /** Of gates. */
    inner: CellActivation;
    /** GRU: the reset gate is applied behind the recurrent product. */
    resetsAfter: boolean;
    /** From the last step to the first; results stay at the steps they belong to. */
    isReversed: boolean;
    /** One result a step, else that of the last one. */
    sequences: boolean;
}
/** Gates of each cell. */
export declare const GATES: Readonly<Record<Recurrent['cell'], number>>;
/** What the gates of a cell compute may be any of these; others are no activation of recurrent operators in ONNX. */
export declare const CELL_ACTIVATIONS: readonly ["linear", "relu", "sigmoid", "tanh", "softplus", "softsign", "hard-sigmoid"];
export type CellActivation = {
    name: Extract<PlainActivation, (typeof CELL_ACTIVATIONS)[number]>;
} | Extract<Activation, {
    name: 'hard-sigmoid';
}>;
/** Functions of one number, and softmax over the last axis. */
export type Activation = {
    name: PlainActivation;
} | {
    name: 'leaky-relu' | 'elu' | 'celu';
    alpha: number;
}
/** Slope of each element below 0, broadcast. */
 | {
    name: 'prelu';
    slopes: Tensor;
} | {
    name: 'relu-up-to';
    most: number;
} | {
    name: 'hard-sigmoid';
    alpha: number;
    beta: number;
};
export type PlainActivation = 'linear' | 'relu' | 'sigmoid' | 'tanh' | 'softmax' | 'log-softmax' | 'softplus' | 'softsign' | 'selu' | 'gelu' | 'silu' | 'mish' | 'exponential'
/** x × hard sigmoid with a sixth. */
 | 'hard-silu';
/** Constants of Klambauer et al. 2017. */
export declare const SELU: {
    alpha: number;
    scale: number;
};
/** The spatial axes of a shape. */
export declare const spatial: <T>(shape: readonly T[]) => T[];
