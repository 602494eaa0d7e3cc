import type { Cell } from '../../predictions/rows.js';
import { type XmlNode } from './node.js';
export declare const PREDICATES: Set<string>;
/** What a predicate says of a row; null: unknown, since a value is missing (PMML 4.4, "Predicates"). */
export declare function holds(predicate: XmlNode, values: ReadonlyMap<string, Cell>): boolean | null;
