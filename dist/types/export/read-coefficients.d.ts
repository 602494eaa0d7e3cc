import { type CoefficientTable } from './coefficient-table.js';
/** Reads the JSON of a coefficient table. Throws FormatError for any other text. */
export declare function readTable(text: string): CoefficientTable;
/** Rows of a CSV file, cells as text. Throws FormatError where a cell does not end. */
export declare function readRows(text: string): string[][];
