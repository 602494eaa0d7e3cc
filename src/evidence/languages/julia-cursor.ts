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
export const BLOCK_ENDS: ReadonlySet<string> = new Set(['end', 'else', 'elseif', 'catch', 'finally']);

/** The token at, or some tokens after, the place that has been reached. */
export const peek = (cursor: Cursor, ahead = 0): Token =>
  cursor.tokens[Math.min(cursor.at + ahead, cursor.tokens.length - 1)]!;

/** Steps over a token if it is this one. */
export function take(cursor: Cursor, text: string): boolean {
  if (peek(cursor).text !== text) return false;
  cursor.at++;
  return true;
}

/** Steps over line ends and semicolons. */
export function skipLines(cursor: Cursor): void {
  while (peek(cursor).kind === 'newline' || peek(cursor).text === ';') cursor.at++;
}

/** A block up to its `end`. */
export function block(cursor: Cursor): Statement[] {
  const body = cursor.statements(BLOCK_ENDS);
  take(cursor, 'end');
  return body;
}
