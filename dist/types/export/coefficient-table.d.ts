import type { Structure } from '../formats/structure/structure.js';
export declare const COEFFICIENTS_SCHEMA = "modelbag/coefficients/1";
/** What a statistical model says of itself in numbers and text, without any row of data. Layout: docs/exports.md. */
export interface CoefficientTable {
    framework: string;
    frameworkVersion: string;
    className: string;
    formula: string;
    family?: string;
    link?: string;
    dispersion?: number | null;
    residualDegreesOfFreedom?: number | null;
    /** `outcome`: which output the coefficient belongs to, where there are several. */
    coefficients: {
        name: string;
        outcome?: string;
        value: number | null;
    }[];
    covariance: (number | null)[][] | null;
    levels: Readonly<Record<string, readonly string[]>>;
}
/** The table of a model whose coefficients its file holds; null for any other. The call is left out: programs put data into it. */
export declare function statisticalTable(structure: Structure): CoefficientTable | null;
/** The table as JSON whose numbers read back to the same bits. */
export declare function coefficientJson(table: CoefficientTable, source: object): string;
/** The same coefficients as rows: name, outcome, value, standard error. */
export declare function coefficientCsv({ coefficients, covariance }: CoefficientTable): string;
/** Numbers of a table with what they are, in one order, so that two tables compare one by one. */
export declare function numbersOf(table: CoefficientTable): {
    name: string;
    value: number | null;
}[];
/** What a table says in words, as pairs of what it is and the text. */
export declare function wordsOf(table: CoefficientTable): [name: string, text: string][];
