import type { Tensor } from '../../formats/format.js';
import type { Attribute, GraphNode } from '../../formats/structure/structure.js';
import type { Activation, Operation, Shape } from './network.js';
/** Several ways for the same values, whose results are taken together by what comes next. */
export interface Parallel {
    kind: 'parallel';
    branches: Operation[][];
}
/** Operations of a layer, one behind the other; the first takes what the layer takes. */
export type ReadLayer = (layer: Layer, shapes: readonly Shape[]) => (Operation | Parallel)[];
/** A layer as Keras saves it: its settings, its tensors by role. Throws NotExportable for what cannot be understood. */
export declare class Layer {
    #private;
    readonly name: string;
    readonly className: string;
    readonly attributes: Readonly<Record<string, Attribute>>;
    readonly weights: Readonly<Record<string, string>>;
    readonly tensors: ReadonlyMap<string, Tensor>;
    /** Major version of Keras, 0 where the file does not say. */
    readonly keras: number;
    constructor(name: string, className: string, attributes: Readonly<Record<string, Attribute>>, weights: Readonly<Record<string, string>>, tensors: ReadonlyMap<string, Tensor>, 
    /** Major version of Keras, 0 where the file does not say. */
    keras: number);
    static of(node: GraphNode, tensors: ReadonlyMap<string, Tensor>, keras: number): Layer;
    /** A layer that this one holds, with the tensors below `role`. */
    inner(key: string, role: string): Layer;
    refuse(why: string): never;
    get(key: string): Attribute;
    has: (key: string) => boolean;
    flag: (key: string, otherwise?: boolean) => boolean;
    number(key: string, otherwise: number): number;
    /** A whole number of at least 1. */
    count(key: string, otherwise: number): number;
    text(key: string, otherwise: string): string;
    /** A whole number of at least 1 for each of the spatial axes, or one for all. */
    counts(key: string, count: number, otherwise: number): number[];
    /** Numbers of a setting that is a number or a list of them. */
    list(key: string): number[] | null;
    tensor(role: string): Tensor;
    optional(role: string): Tensor | null;
    /** Only where the layer has one. */
    bias: () => Tensor | null;
    /** Where spatial axes come before the channels. */
    expectChannelsLast(): void;
    activation(key?: string, otherwise?: string): Activation;
    named(name: string): Activation;
    /** Keras 3 took another slope. */
    hardSigmoid(): Activation;
}
export declare const isRecord: (value: unknown) => value is {
    readonly [key: string]: Attribute;
};
