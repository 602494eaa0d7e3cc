/** A value of a column: a number, a label, or nothing. */
export type Cell = number | string | null;
export type Row = Readonly<Record<string, Cell>>;
/** A column that a model takes, and where its decisions lie. */
export interface InputColumn {
    name: string;
    /** What the numbers mean, where the name does not say. */
    title?: string;
    /** Labels of a column of text; absent: numbers. */
    levels?: readonly string[];
    /** Numbers at which the model decides: thresholds, centers. */
    around?: readonly number[];
    /** Some rows have no value here. */
    mayBeMissing?: boolean;
    /** Only numbers above 0: a logarithm or a root is taken of it. */
    isPositive?: boolean;
    /** Whole numbers below this one: a row of an embedding. */
    below?: number;
}
export declare const ROWS = 256;
/**
 * Inputs that depend on the model alone, so that everybody gets the same ones: numbers at, just below and just above
 * every threshold, spread widely between, every label, and gaps where a model may meet them. `products`: of one row.
 */
export declare function generateRows(columns: readonly InputColumn[], products: number): Row[];
/** Numbers in [0, 1): the linear congruential generator of Numerical Recipes. */
export declare function generator(seed: number): () => number;
/** SHA-256 of rows as JSON, columns in their order; row by row, since wide tables are longer than a text may be. */
export declare function digestOf(rows: readonly Row[]): string;
