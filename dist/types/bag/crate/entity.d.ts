import { Items } from '../json-text.js';
/** An entity of the graph: flat, values are literals, references `{ '@id': … }`, or arrays of either. */
export interface Entity {
    '@id': string;
    '@type': string | string[];
    [property: string]: unknown;
}
export type Reference = {
    '@id': string;
};
export declare const reference: (id: string) => Reference;
/** Identifier of a file: a relative URI; of what portable names may hold only the blank needs encoding. */
export declare const pathId: (path: string) => string;
/** One value where there is one, an array where there are several, undefined where there is none (left out by JSON). */
export declare const oneOrMany: <T>(values: readonly T[]) => T | T[] | undefined;
/** As `oneOrMany`, for so many values that they are made only when they are written. */
export declare const oneOrItems: <T>(count: number, make: () => Iterable<T>) => T | Items<T> | undefined;
/** `count` things in words. */
export declare const counted: (count: number, noun: string) => string;
/** One line of printable text: what stands in files must not break out of a name or a description. */
export declare const oneLine: (text: string) => string;
