import { type Operation, type Shape } from './network.js';
/** Shape of what an operation gives; NotExportable where the shapes do not fit. */
export declare function shapeAfter(operation: Operation, taken: readonly Shape[]): Shape;
/** Elements from the first to the last that a kernel touches. */
export declare const reach: (kernel: number, dilation: number) => number;
