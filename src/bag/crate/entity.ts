import { Items } from '../json-text.js';

/** An entity of the graph: flat, values are literals, references `{ '@id': … }`, or arrays of either. */
export interface Entity {
  '@id': string;
  '@type': string | string[];
  [property: string]: unknown;
}
export type Reference = { '@id': string };

export const reference = (id: string): Reference => ({ '@id': id });

/** Identifier of a file: a relative URI; of what portable names may hold only the blank needs encoding. */
export const pathId = (path: string): string => path.replaceAll(' ', '%20');

/** One value where there is one, an array where there are several, undefined where there is none (left out by JSON). */
export const oneOrMany = <T>(values: readonly T[]): T | T[] | undefined =>
  values.length > 1 ? [...values] : values[0];

/** As `oneOrMany`, for so many values that they are made only when they are written. */
export const oneOrItems = <T>(count: number, make: () => Iterable<T>): T | Items<T> | undefined =>
  count > 1 ? new Items(make) : [...make()][0];

/** `count` things in words. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** One line of printable text: what stands in files must not break out of a name or a description. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim();
