import { type Converter } from './conversion.js';
import type { Argument, Expression, Parameter } from './program.js';
import type { SyntaxNode } from './syntax.js';
/** One expression of Python's grammar. */
export declare function pythonExpression(node: SyntaxNode, using: Converter): Expression;
/** Arguments of a call or of a class statement. */
export declare function pythonArguments(list: SyntaxNode | null, using: Converter): Argument[];
/** Parameters with defaults and annotations; `*` and `/` alone are left out. */
export declare function pythonParameters(list: SyntaxNode | null, using: Converter): Parameter[];
