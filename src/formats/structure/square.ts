/** A square matrix by rows. */
export type Square = number[][];

export const square = (size: number, at: (row: number, column: number) => number): Square =>
  Array.from({ length: size }, (_, row) => Array.from({ length: size }, (__, column) => at(row, column)));

/** Inverse of an upper triangular matrix. */
export function invertUpper(size: number, at: (row: number, column: number) => number): Square {
  const inverse = square(size, () => 0);
  for (let column = 0; column < size; column++)
    for (let row = column; row >= 0; row--) {
      let sum = row === column ? 1 : 0;
      for (let k = row + 1; k <= column; k++) sum -= at(row, k) * ((inverse[k] as number[])[column] as number);
      (inverse[row] as number[])[column] = sum / at(row, row);
    }
  return inverse;
}

/** Inverse of R'R, of which R is given (R's `chol2inv`). */
export function invertSquared(size: number, at: (row: number, column: number) => number): Square {
  const inverse = invertUpper(size, at);
  return square(size, (i, j) => {
    let sum = 0;
    for (let k = Math.max(i, j); k < size; k++)
      sum += ((inverse[i] as number[])[k] as number) * ((inverse[j] as number[])[k] as number);
    return sum;
  });
}

/** Smallest pivot, by the largest number of the matrix, that is no zero of rounding. */
const LEAST_PIVOT = 1e-14;

/** Rows of a matrix that is inverted: the work grows with the third power. */
const MOST_ROWS = 300;

/** Inverse by elimination with the largest pivot of a column; null where there is none, or it takes too long. */
export function invert(matrix: Square): Square | null {
  const size = matrix.length;
  if (size > MOST_ROWS) return null;
  const left = matrix.map((row) => [...row]);
  const right = square(size, (row, column) => Number(row === column));
  const scale = left.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let column = 0; column < size; column++) {
    let best = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(at(left, row, column)) > Math.abs(at(left, best, column))) best = row;
    const pivot = at(left, best, column);
    if (!(Math.abs(pivot) > scale * LEAST_PIVOT)) return null;
    for (const rows of [left, right]) {
      [rows[best], rows[column]] = [rows[column] as number[], rows[best] as number[]];
      rows[column] = (rows[column] as number[]).map((value) => value / pivot);
    }
    for (let row = 0; row < size; row++) {
      const share = at(left, row, column);
      if (row === column || share === 0) continue;
      for (const rows of [left, right])
        rows[row] = (rows[row] as number[]).map((value, i) => value - share * at(rows, column, i));
    }
  }
  return right;
}

const at = (matrix: Square, row: number, column: number): number => (matrix[row] as number[])[column] as number;

/** A · M · A'. */
export function sandwiched(outer: Square, inner: Square): Square {
  const size = inner.length;
  const half = square(size, (row, column) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += at(outer, row, k) * at(inner, k, column);
    return sum;
  });
  return square(size, (row, column) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += at(half, row, k) * at(outer, column, k);
    return sum;
  });
}
