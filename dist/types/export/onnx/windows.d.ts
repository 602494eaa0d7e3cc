import { type Operation } from '../network/network.js';
import type { Layout } from './layout.js';
type Of<Kind extends Operation['kind']> = Extract<Operation, {
    kind: Kind;
}>;
export declare function writeConvolution(layout: Layout, { kernel, bias, strides, dilation, padding, groups, isDepthwise }: Of<'convolution'>, x: string, gives: string): Promise<void>;
export declare function writeTransposed(layout: Layout, { kernel, bias, strides, padding }: Of<'transposed'>, x: string, gives: string): Promise<void>;
export declare function writePool(layout: Layout, { of, size, strides, padding }: Of<'pool'>, x: string, gives: string): void;
/** Every element several times. */
export declare function writeEnlarged(layout: Layout, times: readonly number[], x: string, gives: string): void;
export {};
