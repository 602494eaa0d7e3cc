/** A square matrix by rows. */
export type Square = number[][];
export declare const square: (size: number, at: (row: number, column: number) => number) => Square;
/** Inverse of an upper triangular matrix. */
export declare function invertUpper(size: number, at: (row: number, column: number) => number): Square;
/** Inverse of R'R, of which R is given (R's `chol2inv`). */
export declare function invertSquared(size: number, at: (row: number, column: number) => number): Square;
/** Inverse by elimination with the largest pivot of a column; null where there is none, or it takes too long. */
export declare function invert(matrix: Square): Square | null;
/** A · M · A'. */
export declare function sandwiched(outer: Square, inner: Square): Square;
