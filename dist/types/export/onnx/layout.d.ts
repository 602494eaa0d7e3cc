import type { Tensor } from '../../formats/format.js';
import type { Shape } from '../network/network.js';
import { GraphBuilder, type OnnxNode } from './builder.js';
/**
 * Values on their way through the graph. Keras has channels last, windows of ONNX have them first: a value may be there
 * in one order of its axes or in both, and is transposed where the other one is wanted, once.
 */
export declare class Layout {
    #private;
    readonly shapes: ReadonlyMap<string, Shape>;
    readonly graph: GraphBuilder;
    /** Name of the layer that is written; nodes are named for it. */
    layer: string;
    /** Values that are whole numbers. */
    readonly whole: Set<string>;
    constructor(shapes: ReadonlyMap<string, Shape>);
    shape: (value: string) => Shape;
    rank: (value: string) => number;
    add(operator: string, inputs: readonly string[], attributes?: OnnxNode['attributes']): string;
    set(value: string, name: string): void;
    setFirst(value: string, name: string): void;
    /** Another name for the same. */
    share(value: string, other: string): void;
    hasFirst: (value: string) => boolean;
    /** As Keras has it. */
    last(value: string): string;
    /** Channels behind the batch. */
    first(value: string): string;
    floats: (name: string, data: readonly number[]) => string;
    scalar: (name: string, value: number) => string;
    integers: (name: string, data: readonly number[]) => string;
    filled: (name: string, count: number, value: number) => string;
    ones: (name: string, shape: readonly number[]) => string;
    /** Trained values, in another order where ONNX has one; layers that share them share the constant. */
    weights(tensor: Tensor, form?: {
        id: string;
        shape: readonly number[];
        arrange(data: Float64Array): Float64Array;
    } | null): Promise<string>;
}
