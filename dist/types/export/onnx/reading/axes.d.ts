import type { Operator } from './value.js';
/** Folds one axis or several; `axes` are an input since opset 18, and an attribute before. */
export declare const reduced: (start: number, fold: (sum: number, x: number) => number, finish?: (sum: number, count: number) => number) => Operator;
/** Number of the first extreme element along an axis. */
export declare const extreme: (isBetter: (x: number, best: number) => boolean) => Operator;
/** `finish` makes the result of what an element is above the largest one, and of the sum of all powers. */
export declare const soft: (finish: (above: number, total: number) => number) => Operator;
