import type { Expression, Fragment, Parsed, Place, Statement } from './program.js';
import type { SyntaxNode } from './syntax.js';
/** State of turning one syntax tree into a program. */
export interface Converter {
    expression(node: SyntaxNode): Expression;
    statements(node: SyntaxNode): Statement[];
    /** Place and text of a node, to be copied last into what is made of it: engines are slow to add to a copy. */
    at(node: SyntaxNode): Place & {
        text: string;
    };
    broken: Place[];
}
/** Makes a converter of two functions that call each other through it; depth is bounded here for both. */
export declare function converter(fragment: Fragment, expression: (node: SyntaxNode, using: Converter) => Expression, statements: (node: SyntaxNode, using: Converter) => Statement[]): Converter;
/** Children of a field that may occur several times, in order. */
export declare function fields(node: SyntaxNode, name: string): SyntaxNode[];
/** Named children without comments. */
export declare function parts(node: SyntaxNode): SyntaxNode[];
/** A call that the source writes in another way: a statement of Python 2, a pipe. */
export declare function callOf(at: Place & {
    text: string;
}, name: string, values: Expression[]): Expression;
/** The statements of a whole text, and the places where its syntax is broken, however deep they lie. */
export declare function program(root: SyntaxNode, using: Converter): Parsed;
