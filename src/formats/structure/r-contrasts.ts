import type { RObject } from '../../containers/r-serialization.js';
import { type RReading, texts } from './r-reading.js';

/** Numbers that a factor's levels stand for in a design matrix, column by column. */
export interface Coding {
  /** Label of each column as R appends it to the factor's name. */
  labels: string[];
  /** One list a column, one number a level. */
  weights: number[][];
}

/** One column a level: what R does where a factor is not reduced. */
export const indicators = (levels: readonly string[]): Coding => ({
  labels: [...levels],
  weights: levels.map((_, column) => levels.map((__, level) => (level === column ? 1 : 0))),
});

type Contrast = (levels: readonly string[]) => Coding;

/** Coding that a model says it used: the name of one of R's functions, or a matrix. Null where nobody here knows it. */
export async function codingOf(
  contrast: RObject,
  levels: readonly string[],
  reading: RReading,
): Promise<Coding | null> {
  const [name] = texts(contrast);
  if (name !== undefined) return Object.hasOwn(CONTRASTS, name) ? (CONTRASTS[name] as Contrast)(levels) : null;
  const matrix = await reading.matrix(contrast);
  if (!matrix || matrix.rows !== levels.length) return null;
  const columns = Array.from({ length: matrix.columns }, (_, column) => column);
  return {
    labels: columns.map((column) => matrix.columnNames?.[column] ?? String(column + 1)),
    weights: columns.map((column) => levels.map((_, level) => matrix.at(level, column))),
  };
}

const numbered = (levels: readonly string[], weight: (level: number, column: number) => number): Coding => {
  const columns = Array.from({ length: levels.length - 1 }, (_, column) => column);
  return {
    labels: columns.map((column) => String(column + 1)),
    weights: columns.map((column) => levels.map((_, level) => weight(level, column))),
  };
};

const without = (levels: readonly string[], dropped: number): Coding => {
  const { labels, weights } = indicators(levels);
  const isKept = (_: unknown, level: number): boolean => level !== dropped;
  return { labels: labels.filter(isKept), weights: weights.filter(isKept) };
};

/** `contr.*` of R's stats package (help page "contrast"). */
const CONTRASTS: Readonly<Record<string, Contrast>> = {
  'contr.treatment': (levels) => without(levels, 0),
  'contr.SAS': (levels) => without(levels, levels.length - 1),
  'contr.sum': (levels) =>
    numbered(levels, (level, column) => (level === levels.length - 1 ? -1 : level === column ? 1 : 0)),
  'contr.helmert': (levels) =>
    numbered(levels, (level, column) => (level === column + 1 ? column + 1 : level <= column ? -1 : 0)),
  'contr.poly': (levels) => polynomials(levels),
};

/** Orthonormal polynomials of the level numbers, by Gram-Schmidt. */
function polynomials(levels: readonly string[]): Coding {
  const center = (levels.length - 1) / 2;
  const basis: number[][] = [];
  for (let power = 0; power < levels.length; power++) {
    const column = levels.map((_, level) => (level - center) ** power);
    // Twice: once leaves rounding errors of high powers behind.
    for (let round = 0; round < 2; round++)
      for (const other of basis) {
        const share = column.reduce((sum, value, i) => sum + value * (other[i] as number), 0);
        for (const i of column.keys()) column[i] = (column[i] as number) - share * (other[i] as number);
      }
    const length = Math.sqrt(column.reduce((sum, value) => sum + value * value, 0));
    basis.push(column.map((value) => value / length));
  }
  return {
    labels: basis.slice(1).map((_, i) => ['.L', '.Q', '.C'][i] ?? `^${i + 1}`),
    weights: basis.slice(1),
  };
}
