import { createHash } from 'node:crypto';

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

export const ROWS = 256;
/** Estimators of very many columns get fewer rows. */
const MOST_CELLS = 2 ** 20;
/** Those whose rows take very many products, too: seconds in JavaScript. */
const MOST_PRODUCTS = 5e7;
const LEAST_ROWS = 16;

/**
 * Inputs that depend on the model alone, so that everybody gets the same ones: numbers at, just below and just above
 * every threshold, spread widely between, every label, and gaps where a model may meet them. `products`: of one row.
 */
export function generateRows(columns: readonly InputColumn[], products: number): Row[] {
  const fitting = Math.floor(Math.min(MOST_CELLS / columns.length, MOST_PRODUCTS / products));
  const count = Math.max(LEAST_ROWS, Math.min(ROWS, fitting));
  const random = generator(0x6d6f6465);
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(columns.map((column) => [column.name, cellOf(column, row, random)])),
  );
}

/** Numbers in [0, 1): the linear congruential generator of Numerical Recipes. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function cellOf(
  { levels, around, mayBeMissing, isPositive, below }: InputColumn,
  row: number,
  random: () => number,
): Cell {
  const [choice, spread, place] = [random(), random(), random()];
  if (mayBeMissing && row % 7 === 6 && choice < 0.5) return null;
  if (levels) return levels[Math.floor(place * levels.length)] ?? null;
  if (below !== undefined) return Math.floor(place * below);
  if (around && around.length > 0 && choice < 0.7) {
    const at = around[Math.floor(place * around.length)] as number;
    // The threshold itself, its neighbors among single and double floats, and its surroundings.
    const near = [
      at,
      Math.fround(at),
      at * (1 + 2 ** -24),
      at * (1 - 2 ** -24),
      at * (1 + 2 ** -52),
      at + spread - 0.5,
    ];
    const value = near[row % near.length] as number;
    return isPositive ? Math.abs(value) + Number.MIN_VALUE : value;
  }
  if (isPositive) return 0.05 + 10 * spread;
  return (spread - 0.5) * 10 ** (1 + Math.floor(choice * 2));
}

/** SHA-256 of rows as JSON, columns in their order; row by row, since wide tables are longer than a text may be. */
export function digestOf(rows: readonly Row[]): string {
  const hash = createHash('sha256').update('[');
  for (const [i, row] of rows.entries()) hash.update(`${i > 0 ? ',' : ''}${JSON.stringify(row)}`);
  return hash.update(']').digest('hex');
}
