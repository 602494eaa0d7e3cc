import type { Cell } from '../../predictions/rows.js';
import { type XmlNode } from './node.js';
type Values = ReadonlyMap<string, Cell>;
/** The node of a TreeModel that answers, by its strategies for missing values. */
export declare function treeEnd(model: XmlNode, values: Values): {
    value: string | number | null;
    probabilities: Map<string, number>;
};
export {};
