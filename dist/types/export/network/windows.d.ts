import type { Operation } from './network.js';
import { type NumberArray } from './number-array.js';
type Of<Kind extends Operation['kind']> = Extract<Operation, {
    kind: Kind;
}>;
export declare function convolved(operation: Of<'convolution'>, { shape, data }: NumberArray): Promise<NumberArray>;
/** The transposed kernel [...spatial, filters, channels] spreads each element over a window of the result. */
export declare function transposedConvolved(operation: Of<'transposed'>, x: NumberArray): Promise<NumberArray>;
export declare function pooled({ of, size, strides, padding }: Of<'pool'>, { shape, data }: NumberArray): NumberArray;
export declare const enlarged: (x: NumberArray, times: readonly number[]) => NumberArray;
export {};
