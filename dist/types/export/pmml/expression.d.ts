import type { Expression } from '../../formats/structure/statistical-model.js';
import { type Element } from './element.js';
export declare const apply: (name: string, ...values: Element[]) => Element;
export declare const constant: (value: number) => Element;
export declare const textConstant: (value: string) => Element;
export declare const reference: (field: string) => Element;
/** An expression of a formula in PMML; comparisons are 1 and 0. */
export declare function applyOf(expression: Expression): Element;
