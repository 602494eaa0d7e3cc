import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { invert, invertSquared, sandwiched, square } from '../../src/formats/structure/square.js';
import { runs } from '../thorough.js';

const cell = (matrix: readonly (readonly number[])[], row: number, column: number): number =>
  matrix[row]?.[column] as number;

it('inverts what has an inverse, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 }), (rows) => {
      // A dominant diagonal has an inverse.
      const matrix = square(4, (i, j) => cell(rows, i, j) + (i === j ? 50 : 0));
      const inverse = invert(matrix) ?? [];
      for (let i = 0; i < 4; i++)
        for (let j = 0; j < 4; j++) {
          const product = matrix[i]?.reduce((sum, value, k) => sum + value * cell(inverse, k, j), 0);
          expect(product).toBeCloseTo(Number(i === j), 12);
        }
    }),
    { numRuns: runs(200) },
  ); // biome-ignore format: one line reads best
  expect(invert([[1, 2], [2, 4]])).toBeNull(); // biome-ignore format: one line reads best
  expect(invert([[Number.NaN]])).toBeNull();
  expect(invert(square(301, (i, j) => Number(i === j)))).toBeNull();
  // A pivot that is no first choice.
  expect(invert([[0, 1], [1, 0]])).toEqual([[0, 1], [1, 0]]); // biome-ignore format: one line reads best
});

it('inverts the square of a triangle, and puts a matrix between two', () => {
  const triangle = [[2, 1], [7, 4]] as const; // biome-ignore format: one line reads best
  // R'R = [[4, 2], [2, 17]]; what lies below the diagonal is no part of R.
  const inverse = invertSquared(2, (row, column) => triangle[row as 0 | 1][column as 0 | 1]);
  for (const [i, row] of [[17 / 64, -2 / 64], [-2 / 64, 4 / 64]].entries()) // biome-ignore format: one line reads best
    for (const [j, value] of row.entries()) expect(cell(inverse, i, j)).toBeCloseTo(value, 14);
  expect(sandwiched([[1, 0], [1, 2]], [[3, 0], [0, 5]])).toEqual([[3, 3], [3, 23]]); // biome-ignore format: one line reads best
});
