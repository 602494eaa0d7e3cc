import type { Fragment, Parsed } from './program.js';
import type { SyntaxParser } from './syntax.js';
/**
 * R source as statements: assignments, functions, conditions and loops apart, everything else an expression. Undefined where
 * the parser gives up.
 */
export declare function parseR(parser: SyntaxParser, fragment: Fragment): Parsed | undefined;
