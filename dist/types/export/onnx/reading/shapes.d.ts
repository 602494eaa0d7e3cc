import { type NodeAttributes, type Value } from './value.js';
/** Product of matrices; those before the last two axes of `a` are a stack. */
export declare function matMul(a: Value, b: Value): Value;
/** −1 takes what is left, 0 keeps what was. */
export declare function reshape({ shape, data }: Value, wanted: readonly number[]): Value;
export declare function flatten({ shape, data }: Value, axis: number): Value;
export declare function transpose(x: Value, order: readonly number[]): Value;
export declare function concat(inputs: readonly Value[], given: number): Value;
export declare function gather({ shape, data }: Value, indices: Value, axis: number): Value;
export declare function squeeze({ shape, data }: Value, axes: Value): Value;
export declare function unsqueeze({ shape, data }: Value, axes: Value): Value;
/** Zeros at the begin and the end of each axis. */
export declare function pad(x: Value, pads: Value): Value;
export declare function slice(x: Value, starts: Value, ends: Value, axes?: Value, steps?: Value): Value;
/** `Resize` to whole multiples: every element is repeated. */
export declare function resize(x: Value, scales: Value, attributes: NodeAttributes): Value;
