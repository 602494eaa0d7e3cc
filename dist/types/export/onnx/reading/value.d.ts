import type { Tensor } from '../../../formats/format.js';
import type { GraphNode } from '../../../formats/structure/structure.js';
/** A value between operators. Numbers are doubles whatever their type; a cast to single floats rounds them. */
export interface Value {
    shape: readonly number[];
    data: Float64Array | readonly string[];
}
export declare const sizeOf: (shape: readonly number[]) => number;
export declare const value: (shape: readonly number[], data: ArrayLike<number>) => Value;
export declare function valueOfTensor(tensor: Tensor): Promise<Value>;
export declare function numbers({ data }: Value): Float64Array;
/** Reads attributes of a node. */
export declare class NodeAttributes {
    #private;
    readonly node: GraphNode;
    constructor(node: GraphNode);
    number(name: string, otherwise: number): number;
    numbers(name: string): number[] | null;
    text(name: string, otherwise: string): string;
    texts(name: string): string[];
    tensor(name: string): Promise<Float64Array>;
}
/** Numbers by place for two shapes that broadcast against each other (ONNX "Broadcasting"). */
export declare function broadcast(a: Value, b: Value, combine: (x: number, y: number) => number): Value;
export declare function broadcastShape(a: readonly number[], b: readonly number[]): number[];
type Each<Values extends readonly unknown[]> = {
    [At in keyof Values]: number;
};
/**
 * Visits a shape in its order, one run along the last axis after the other, for values of smaller shapes that are read as
 * if they had it: where each of them starts in a run, and its step. No place is divided into its axes.
 */
export declare function walkRuns<const Shapes extends readonly (readonly number[])[]>(shape: readonly number[], from: Shapes, visit: (start: number, end: number, places: Each<Shapes>, steps: Each<Shapes>) => void): void;
/** What an operator makes of its inputs; those that are left out are undefined. */
export type Operator = (inputs: readonly Value[], attributes: NodeAttributes) => Value[] | Promise<Value[]>;
export {};
