import type { Fragment, Parsed } from './program.js';
import type { SyntaxParser } from './syntax.js';
/**
 * Python source as statements. Python 2's print and exec statements become calls; broken lines are listed. Undefined where the
 * parser gives up.
 */
export declare function parsePython(parser: SyntaxParser, fragment: Fragment): Parsed | undefined;
