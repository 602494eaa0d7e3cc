import { type Shape, type Step } from './network.js';
/** Numbers of one value for one sample beyond which nobody here holds it: layers that multiply a value do so without end. */
export declare const MOST_ELEMENTS: number;
/** Numbers of a value for one sample, as far as they are known. */
export declare const elementsOf: (shape: Shape) => number;
/** A shape that can be held; NotExportable for any other one. */
export declare function bounded(shape: Shape): Shape;
/** Shape of what a step gives; NotExportable, with its layer, where the shapes do not fit. */
export declare function shapeAfter({ layer, operation }: Pick<Step, 'layer' | 'operation'>, taken: readonly Shape[]): Shape;
/** Elements from the first to the last that a kernel touches. */
export declare const reach: (kernel: number, dilation: number) => number;
