import { type Format, type FormatFacts } from './format.js';
export declare const CSV_FACTS: FormatFacts;
/** Cells of one line; quotes may enclose separators, not line ends. */
export declare function parseRow(line: string, separator: string): string[];
export declare const csvCoefficients: Format;
/** Any other table. */
export declare const csv: Format;
