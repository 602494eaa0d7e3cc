import type { Cell, Row } from '../../predictions/rows.js';
import { type XmlNode } from './node.js';
/** A row with the fields that a document derives from it. Null is a missing value. */
export declare function withDerived(document: XmlNode, row: Row): Map<string, Cell>;
