import { append } from '../../bytes/append.js';
import { BLOCK_ENDS, block, type Cursor, peek, skipLines, take } from './julia-cursor.js';
import { juliaExpression } from './julia-expressions.js';
import { juliaTokens, type Token } from './julia-tokens.js';
import type { Expression, Fragment, Parameter, Parsed, Place, Statement } from './program.js';

/**
 * Julia source as statements. Not the whole grammar: what calls, assigns, loops and imports is understood; the
 * rest is stepped over, so that nothing that a file may hold stops the reading.
 */
export function parseJulia(fragment: Fragment): Parsed {
  const cursor = cursorOf(fragment, fragment.text, 0);
  const statements: Statement[] = [];
  while (peek(cursor).kind !== 'end-of-file') {
    append(statements, cursor.statements(NO_ENDS));
    // An `end` too many.
    if (peek(cursor).kind !== 'end-of-file') cursor.at++;
  }
  return { statements, broken: [] };
}

/** A cursor at the start of a text whose first row is the given one of the fragment. */
function cursorOf(fragment: Fragment, text: string, row: number, depth = 0): Cursor {
  const cursor: Cursor = {
    tokens: juliaTokens(text),
    at: 0,
    depth,
    place: (token) => ({
      line: fragment.lineOf(row + token.row),
      ...(fragment.cell === undefined ? {} : { cell: fragment.cell }),
    }),
    textFrom: (token) => text.slice(token.start, cursor.tokens[cursor.at - 1]?.end ?? token.end),
    statements: (ends) => statementsUntil(cursor, ends),
    statement: () => statement(cursor),
    expression: () => juliaExpression(cursor),
    hole: (code, token) => juliaExpression(cursorOf(fragment, code, row + token.row, cursor.depth + 1)),
  };
  return cursor;
}

const NO_ENDS: ReadonlySet<string> = new Set(['end']);
const MAX_DEPTH = 120;

function statementsUntil(cursor: Cursor, ends: ReadonlySet<string>): Statement[] {
  const statements: Statement[] = [];
  if (cursor.depth > MAX_DEPTH) return statements;
  cursor.depth++;
  for (;;) {
    skipLines(cursor);
    const token = peek(cursor);
    if (token.kind === 'end-of-file' || (token.kind === 'name' && ends.has(token.text))) break;
    const before = cursor.at;
    append(statements, statement(cursor));
    if (cursor.at === before) cursor.at++;
  }
  cursor.depth--;
  return statements;
}

function statement(cursor: Cursor): Statement[] {
  const token = peek(cursor);
  const at = { ...cursor.place(token), text: '' };
  const keyword = token.kind === 'name' ? token.text : '';
  const rest = (): { text: string } => ({ text: cursor.textFrom(token) });
  switch (keyword) {
    case 'using':
    case 'import':
      cursor.at++;
      return imports(cursor, token);
    case 'function':
    case 'macro': {
      cursor.at++;
      const head = cursor.expression();
      const body = block(cursor);
      return [definition(head, body, { ...at, ...rest() })];
    }
    case 'if':
    case 'elseif':
      return [conditional(cursor)];
    case 'for':
    case 'while': {
      cursor.at++;
      const first = cursor.expression();
      const loop = keyword === 'while' ? { test: first } : loopOf(first);
      const body = block(cursor);
      return [{ ...at, ...rest(), kind: 'loop', ...loop, body }];
    }
    case 'try':
      return [tryStatement(cursor)];
    case 'begin':
    case 'let':
    case 'module':
    case 'baremodule':
      cursor.at++;
      while (keyword !== 'begin' && peek(cursor).kind !== 'newline' && peek(cursor).kind !== 'end-of-file') cursor.at++;
      return block(cursor);
    case 'struct':
    case 'mutable':
      return [structure(cursor)];
    case 'quote':
    case 'abstract':
    case 'primitive':
      cursor.at++;
      block(cursor);
      return [];
    case 'return': {
      cursor.at++;
      const bare = peek(cursor).kind === 'newline' || peek(cursor).text === 'end';
      return [{ ...at, kind: 'return', ...(bare ? {} : { value: cursor.expression() }), ...rest() }];
    }
    case 'break':
    case 'continue':
      cursor.at++;
      return [{ ...at, kind: 'leave', how: 'break' }];
    case 'const':
    case 'global':
    case 'local':
    case 'export':
      cursor.at++;
      return statement(cursor);
    default:
      return simple(cursor.expression(), { ...at, ...rest() });
  }
}

/** Assignments, short definitions `f(x) = …`, and calls. */
function simple(value: Expression, at: Place & { text: string }): Statement[] {
  if (value.kind !== 'binding') return [{ ...at, text: value.text, kind: 'expression', value }];
  if (value.target.kind === 'call' && value.target.callee.kind === 'name')
    return [
      definition(
        value.target,
        [{ ...placeOf(value.value), text: value.value.text, kind: 'return', value: value.value }],
        { ...at, text: value.text },
      ),
    ];
  return [{ ...at, text: value.text, kind: 'assign', targets: [value.target], value: value.value }];
}

function definition(head: Expression, body: Statement[], at: Place & { text: string }): Statement {
  const call = head.kind === 'call' ? head : undefined;
  const name = call === undefined ? head : call.callee;
  const parameters = (call?.arguments ?? []).map(({ name: key, value }): Parameter => {
    const inner = value.kind === 'binding' ? value.target : value;
    const plain =
      key ??
      (inner.kind === 'name'
        ? inner.name
        : inner.kind === 'binary' && inner.left.kind === 'name'
          ? inner.left.name
          : '');
    const given = key === undefined ? (value.kind === 'binding' ? value.value : undefined) : value;
    return {
      line: value.line,
      ...(value.cell === undefined ? {} : { cell: value.cell }),
      name: plain,
      ...(given === undefined ? {} : { default: given }),
    };
  });
  const last = body.at(-1);
  const whole: Statement[] =
    last?.kind === 'expression' ? [...body.slice(0, -1), { ...last, kind: 'return', value: last.value }] : body;
  return {
    ...at,
    kind: 'function',
    name: name.kind === 'name' ? name.name : name.text,
    parameters,
    body: whole,
    decorators: [],
  };
}

/** A struct is a class whose fields may have defaults (`@kwdef`). */
function structure(cursor: Cursor): Statement {
  const token = peek(cursor);
  take(cursor, 'mutable');
  take(cursor, 'struct');
  const name = peek(cursor).text;
  while (peek(cursor).kind !== 'newline' && peek(cursor).kind !== 'end-of-file') cursor.at++;
  const fields = block(cursor).flatMap((field): Statement[] => {
    const [target] = field.kind === 'assign' ? field.targets : [];
    return field.kind === 'assign' && target?.kind === 'name' ? [{ ...field, annotation: target }] : [];
  });
  return {
    ...cursor.place(token),
    text: cursor.textFrom(token),
    kind: 'class',
    name,
    bases: [],
    body: fields,
    decorators: [],
  };
}

/** `i in xs`, `i = xs`, `(i, x) ∈ xs`. */
function loopOf(head: Expression): { target?: Expression; over?: Expression } {
  if (head.kind === 'binding') return { target: head.target, over: head.value };
  if (head.kind === 'binary' && /^(in|∈)$/.test(head.operator)) return { target: head.left, over: head.right };
  return { over: head };
}

function conditional(cursor: Cursor): Statement {
  const token = peek(cursor);
  cursor.at++;
  const test = cursor.expression();
  const consequence = cursor.statements(BLOCK_ENDS);
  let alternative: Statement[] = [];
  if (peek(cursor).text === 'elseif') alternative = [conditional(cursor)];
  else {
    if (take(cursor, 'else')) alternative = cursor.statements(BLOCK_ENDS);
    take(cursor, 'end');
  }
  return { ...cursor.place(token), text: cursor.textFrom(token), kind: 'if', test, consequence, alternative };
}

function tryStatement(cursor: Cursor): Statement {
  const token = peek(cursor);
  cursor.at++;
  const body = cursor.statements(BLOCK_ENDS);
  const handlers: Statement[][] = [];
  let after: Statement[] = [];
  while (/^(catch|else|finally)$/.test(peek(cursor).text)) {
    const isFinal = peek(cursor).text === 'finally';
    cursor.at++;
    if (!isFinal) while (peek(cursor).kind !== 'newline' && peek(cursor).kind !== 'end-of-file') cursor.at++;
    if (isFinal) after = cursor.statements(BLOCK_ENDS);
    else handlers.push(cursor.statements(BLOCK_ENDS));
  }
  take(cursor, 'end');
  return { ...cursor.place(token), text: cursor.textFrom(token), kind: 'try', body, handlers, after };
}

/** `using A, B.C: x, y`: names come from the last module. */
function imports(cursor: Cursor, token: Token): Statement[] {
  const found: Statement[] = [];
  const dotted = (): string => {
    let name = '';
    while (peek(cursor).kind === 'name' || peek(cursor).text === '.') name += cursor.tokens[cursor.at++]?.text ?? '';
    return name;
  };
  const add = (module: string, names?: { name: string; alias: string }[]): void => {
    found.push({
      ...cursor.place(token),
      text: cursor.textFrom(token),
      kind: 'import',
      module: module.replace(/^\.+/, ''),
      level: /^\.*/.exec(module)?.[0].length ?? 0,
      ...(names === undefined ? {} : { names }),
    });
  };
  do {
    while (peek(cursor).kind === 'newline') cursor.at++;
    const module = dotted();
    if (!take(cursor, ':')) add(module);
    else {
      const names: { name: string; alias: string }[] = [];
      do {
        while (peek(cursor).kind === 'newline') cursor.at++;
        const name = dotted();
        if (name !== '') names.push({ name, alias: name });
      } while (take(cursor, ','));
      add(module, names);
    }
  } while (take(cursor, ','));
  return found;
}

const placeOf = ({ line, cell }: Place): Place => (cell === undefined ? { line } : { line, cell });
