/** What goes into an ONNX file, as values; `encode.ts` makes bytes of it. */
export interface OnnxModel {
    name: string;
    inputs: OnnxValue[];
    outputs: OnnxValue[];
    nodes: OnnxNode[];
    tensors: OnnxTensor[];
    /** Versions of operator sets by domain. */
    opsets: ReadonlyMap<string, number>;
    metadata: Readonly<Record<string, string>>;
}
export type OnnxType = 'float32' | 'float64' | 'int64' | 'int32' | 'uint8' | 'bool' | 'string';
export interface OnnxValue {
    name: string;
    dtype: OnnxType;
    /** Text is a dimension with a name, null one that varies. */
    shape: readonly (number | string | null)[];
}
export interface OnnxTensor {
    name: string;
    dtype: OnnxType;
    shape: readonly number[];
    data: ArrayLike<number> | readonly string[];
}
export type OnnxAttribute = {
    int: number;
} | {
    ints: readonly number[];
} | {
    float: number;
} | {
    floats: readonly number[];
} | {
    string: string;
} | {
    strings: readonly string[];
} | {
    tensor: OnnxTensor;
};
export interface OnnxNode {
    name: string;
    operator: string;
    domain: string;
    inputs: readonly string[];
    outputs: readonly string[];
    attributes: Readonly<Record<string, OnnxAttribute>>;
}
/** The default operators of ONNX 1.13 and those for machine learning of ONNX 1.16, where trees of doubles came. */
export declare const OPSET = 18;
export declare const ML = "ai.onnx.ml";
export declare const ML_OPSET = 5;
/** Collects nodes and constants under names that are unique and say where they come from. */
export declare class GraphBuilder {
    #private;
    readonly nodes: OnnxNode[];
    readonly tensors: OnnxTensor[];
    /** A name that nothing else has. */
    unique(wanted: string): string;
    constant(name: string, dtype: OnnxType, shape: readonly number[], data: OnnxTensor['data']): string;
    /** Adds a node; the name of its output. */
    add(operator: string, inputs: readonly string[], attributes?: OnnxNode['attributes'], place?: {
        name?: string;
        domain?: string;
        output?: string;
    }): string;
    addMany(operator: string, inputs: readonly string[], count: number, attributes?: OnnxNode['attributes'], { name, domain, output }?: {
        name?: string;
        domain?: string;
        output?: string;
    }): string[];
    model(about: Pick<OnnxModel, 'name' | 'inputs' | 'outputs' | 'metadata'>): OnnxModel;
}
