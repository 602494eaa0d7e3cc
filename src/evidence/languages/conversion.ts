import type { Argument, Expression, Fragment, Parsed, Place, Statement } from './program.js';
import type { SyntaxNode } from './syntax.js';

/** Nesting of source that is followed; what lies deeper is dropped, as no person writes it. */
const MAX_DEPTH = 150;

/** State of turning one syntax tree into a program. */
export interface Converter {
  expression(node: SyntaxNode): Expression;
  statements(node: SyntaxNode): Statement[];
  /** Place and text of a node, to be copied last into what is made of it: engines are slow to add to a copy. */
  at(node: SyntaxNode): Place & { text: string };
  broken: Place[];
}

/** Makes a converter of two functions that call each other through it; depth is bounded here for both. */
export function converter(
  fragment: Fragment,
  expression: (node: SyntaxNode, using: Converter) => Expression,
  statements: (node: SyntaxNode, using: Converter) => Statement[],
): Converter {
  let depth = 0;
  const { cell } = fragment;
  const at = (node: SyntaxNode): Place & { text: string } => {
    const line = fragment.lineOf(node.row);
    return cell === undefined ? { line, text: node.text } : { line, cell, text: node.text };
  };
  const using: Converter = {
    at,
    broken: [],
    expression(node) {
      if (depth > MAX_DEPTH) return { ...at(node), kind: 'other', children: [] };
      depth++;
      const made = expression(node, using);
      depth--;
      return made;
    },
    statements(node) {
      if (depth > MAX_DEPTH) return [];
      depth++;
      const made = statements(node, using);
      depth--;
      return made;
    },
  };
  return using;
}

/** Children of a field that may occur several times, in order. */
export function fields(node: SyntaxNode, name: string): SyntaxNode[] {
  return node.namedChildrenForFieldName(name);
}

/** Named children without comments. */
export function parts(node: SyntaxNode): SyntaxNode[] {
  return node.namedChildren.filter((child) => child.type !== 'comment');
}

/** A call that the source writes in another way: a statement of Python 2, a pipe. */
export function callOf(at: Place & { text: string }, name: string, values: Expression[]): Expression {
  const list: Argument[] = values.map((value) => ({ value }));
  return { kind: 'call', callee: { kind: 'name', name, ...at }, arguments: list, ...at };
}

/** The statements of a whole text, and the places where its syntax is broken, however deep they lie. */
export function program(root: SyntaxNode, using: Converter): Parsed {
  const statements = using.statements(root);
  if (root.hasError && using.broken.length === 0) {
    const { line, cell } = using.at(brokenPart(root));
    using.broken.push({ line, ...(cell === undefined ? {} : { cell }) });
  }
  return { statements, broken: using.broken };
}

/** The innermost node around the first error: something is missing there, or too much. */
function brokenPart(root: SyntaxNode): SyntaxNode {
  let node = root;
  for (;;) {
    const inner = node.childWithError;
    if (!inner) return node;
    node = inner;
  }
}
