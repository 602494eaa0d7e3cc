import type { Fragment, Program } from './program.js';
import type { SyntaxParser } from './syntax.js';
/** Python source as statements. Python 2's print and exec statements become calls; broken lines are listed. */
export declare function parsePython(parser: SyntaxParser, fragment: Fragment): Pick<Program, 'statements' | 'broken'>;
