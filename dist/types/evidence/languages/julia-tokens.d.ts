/** A piece of Julia source. Strings keep their holes: `"a$(b)c"` is ['a', { code: 'b' }, 'c']. */
export interface Token {
    kind: 'name' | 'number' | 'string' | 'operator' | 'newline' | 'end-of-file';
    text: string;
    start: number;
    end: number;
    /** 0-based. */
    row: number;
    parts?: (string | {
        code: string;
    })[];
    /** A space stands before it: `@save "f" model` and `[a -b]` need to know. */
    spaced: boolean;
}
/** Splits Julia source into tokens; comments vanish, unknown characters are skipped. */
export declare function juliaTokens(text: string): Token[];
