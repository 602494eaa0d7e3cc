import type { Fragment, Program } from './program.js';
import type { SyntaxParser } from './syntax.js';
/** R source as statements: assignments, functions, conditions and loops apart, everything else an expression. */
export declare function parseR(parser: SyntaxParser, fragment: Fragment): Pick<Program, 'statements' | 'broken'>;
