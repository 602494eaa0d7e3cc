/** A Python literal as `ast.literal_eval` reads it, without sets, bytes and complex numbers. */
export type Literal = null | boolean | number | string | {
    kind: 'list' | 'tuple';
    items: Literal[];
} | {
    kind: 'dict';
    entries: [Literal, Literal][];
};
/** Parses one literal and nothing else. Python 2's `3L` and `u'x'` are accepted. Throws `invalid-structure`, `resource-limit`. */
export declare function parseLiteral(text: string, options: {
    depth: number;
    base?: number;
}): Literal;
