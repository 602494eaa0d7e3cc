export type Scalar = string | number | boolean | null;
export interface Leaf {
    path: (string | number)[];
    /** Keys joined by dots. */
    name: string;
    value: Scalar | Scalar[];
}
/** Scalars, and lists of scalars, below a parsed document, in its order; at most 400. */
export declare function leavesOf(value: unknown): Leaf[];
/** Plain JSON of a scalar: large integers and dates as text, long texts cut. */
export declare function scalarOf(value: string): string;
export declare function scalarOf(value: unknown): Scalar | undefined;
/** An object of leaves by their dotted names, safe for names like `__proto__`. */
export declare const valuesOf: (leaves: readonly Leaf[]) => Record<string, unknown>;
/** A value that a tracker keeps as text: a number where it is one. */
export declare function scalarOfText(text: string): Scalar;
