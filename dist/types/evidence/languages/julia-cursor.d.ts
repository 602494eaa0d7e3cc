import type { Token } from './julia-tokens.js';
import type { Expression, Place, Statement } from './program.js';
/** What the parser of statements and that of expressions share: a place in the tokens. */
export interface Cursor {
    tokens: Token[];
    at: number;
    depth: number;
    place(token: Token): Place;
    /** Source from a token up to the last one consumed. */
    textFrom(token: Token): string;
    statements(ends: ReadonlySet<string>): Statement[];
    statement(): Statement[];
    expression(): Expression;
    /** The expression in a hole of a string. */
    hole(code: string, token: Token): Expression;
}
/** Words at which a block ends. */
export declare const BLOCK_ENDS: ReadonlySet<string>;
/** The token at, or some tokens after, the place that has been reached. */
export declare const peek: (cursor: Cursor, ahead?: number) => Token;
/** Steps over a token if it is this one. */
export declare function take(cursor: Cursor, text: string): boolean;
/** Steps over line ends and semicolons. */
export declare function skipLines(cursor: Cursor): void;
/** A block up to its `end`. */
export declare function block(cursor: Cursor): Statement[];
