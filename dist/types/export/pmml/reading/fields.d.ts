import type { Cell, Row } from '../../predictions/rows.js';
import { type XmlNode } from './node.js';
/** A row with the fields that a document derives from it. Null is a missing value. */
export declare function withDerived(document: XmlNode, row: Row): Map<string, Cell>;
/** The same for the fields that a model derives for itself. */
export declare function withLocal(model: XmlNode, given: ReadonlyMap<string, Cell>): ReadonlyMap<string, Cell>;
