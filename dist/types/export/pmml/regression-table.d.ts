import type { Outcome } from '../predictor/predictor.js';
import { type Element } from './element.js';
export type Classes = Extract<Outcome, {
    kind: 'classes';
}>;
/** A sum of fields, each times its coefficient. */
export interface Table {
    intercept: number;
    terms: (readonly [field: string, coefficient: number])[];
}
export declare const regressionTable: ({ intercept, terms }: Table, category?: string) => Element;
/** Scores of the classes as their probabilities. A single score is that of the second class. */
export declare function classifier({ labels, probabilities }: Classes, tables: readonly Table[], target: string | undefined, head: readonly Element[]): Element;
