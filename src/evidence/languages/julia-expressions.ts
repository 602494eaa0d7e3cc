import { BLOCK_ENDS, block, type Cursor, peek, skipLines, take } from './julia-cursor.js';
import type { Token } from './julia-tokens.js';
import type { Argument, Expression, Parameter, Statement } from './program.js';

/** Nesting that is followed; what lies deeper is stepped over. */
const MAX_DEPTH = 120;

/** One expression from the cursor on: up to a line end, a closing bracket or a separator. */
export function juliaExpression(cursor: Cursor): Expression {
  const token = peek(cursor);
  if (cursor.depth > MAX_DEPTH) {
    cursor.at++;
    return { ...cursor.place(token), text: token.text, kind: 'other', children: [] };
  }
  cursor.depth++;
  const left = ternary(cursor);
  const made = assigned(cursor, left, token);
  cursor.depth--;
  return made;
}

const at = (cursor: Cursor, token: Token) => ({ ...cursor.place(token), text: cursor.textFrom(token) });

function assigned(cursor: Cursor, left: Expression, token: Token): Expression {
  const { text } = peek(cursor);
  if (text === '=' || text === ':=') {
    cursor.at++;
    skipNewlines(cursor);
    const value = cursor.expression();
    return { ...at(cursor, token), kind: 'binding', target: left, value };
  }
  if (/^[-+*/]=$/.test(text)) {
    cursor.at++;
    const right = cursor.expression();
    const whole = at(cursor, token);
    return {
      ...whole,
      kind: 'binding',
      target: left,
      value: { ...whole, kind: 'binary', operator: text.charAt(0), left, right },
    };
  }
  if (text === '->') {
    cursor.at++;
    const value = cursor.expression();
    const body: Statement[] = [{ ...at(cursor, token), kind: 'return', value }];
    return { ...at(cursor, token), kind: 'closure', parameters: parametersOf(left), body };
  }
  return left;
}

function parametersOf(left: Expression): Parameter[] {
  const names = left.kind === 'list' ? left.items : [left];
  return names.flatMap((item) =>
    item.kind === 'name'
      ? [{ line: item.line, name: item.name, ...(item.cell === undefined ? {} : { cell: item.cell }) }]
      : [],
  );
}

function ternary(cursor: Cursor): Expression {
  const token = peek(cursor);
  const test = binary(cursor, 0);
  if (peek(cursor).text !== '?' || !peek(cursor).spaced) return test;
  cursor.at++;
  skipNewlines(cursor);
  const consequence = ternary(cursor);
  skipNewlines(cursor);
  if (!take(cursor, ':')) return consequence;
  skipNewlines(cursor);
  const alternative = ternary(cursor);
  return { ...at(cursor, token), kind: 'choice', test, consequence, alternative };
}

/** Operators by how tightly they bind, loosest first. */
const LEVELS = [
  ['=>'],
  ['||', '|>'],
  ['&&'],
  [
    '==',
    '!=',
    '===',
    '!==',
    '<',
    '>',
    '<=',
    '>=',
    '≤',
    '≥',
    '≠',
    '≈',
    'in',
    '∈',
    'isa',
    '<:',
    '.==',
    '.!=',
    '.<',
    '.>',
    '.<=',
    '.>=',
  ],
  [':'],
  ['+', '-', '.+', '.-', '|', '.|'],
  ['*', '/', '÷', '%', '.*', './', '∘', '⋅', '×', '&', '.&'],
  ['^', '.^'],
  ['::'],
];
const NAMES: Record<string, string> = { '&&': 'and', '||': 'or', '^': '**', '÷': '//' };

function binary(cursor: Cursor, level: number): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return unary(cursor);
  const token = peek(cursor);
  let left = binary(cursor, level + 1);
  for (;;) {
    const next = peek(cursor);
    if (next.kind === 'string' || !operators.includes(next.text) || (next.text === ':' && closesTernary(cursor)))
      return left;
    cursor.at++;
    skipNewlines(cursor);
    const right = binary(cursor, level + 1);
    const whole = at(cursor, token);
    // `x |> f` calls f.
    left =
      next.text === '|>'
        ? { ...whole, kind: 'call', callee: right, arguments: [{ value: left }] }
        : next.text === '::'
          ? left
          : { ...whole, kind: 'binary', operator: NAMES[next.text] ?? next.text.replace(/^\./, ''), left, right };
  }
}

/** The colon of `a ? b : c` has spaces around it; that of a range has none. */
const closesTernary = (cursor: Cursor): boolean => peek(cursor).spaced && peek(cursor, 1).spaced;

function unary(cursor: Cursor): Expression {
  const token = peek(cursor);
  if (token.kind === 'operator' && /^(!|-|\+|~|√)$/.test(token.text)) {
    cursor.at++;
    const operand = unary(cursor);
    return { ...at(cursor, token), kind: 'unary', operator: token.text === '!' ? 'not' : token.text, operand };
  }
  return postfix(cursor, primary(cursor), token);
}

function postfix(cursor: Cursor, first: Expression, token: Token): Expression {
  let made = first;
  for (;;) {
    const next = peek(cursor);
    if (next.text === '(' && next.kind === 'operator' && !next.spaced) {
      cursor.at++;
      made = { ...at(cursor, token), kind: 'call', callee: made, arguments: argumentsUntil(cursor, ')') };
      made = withBlock(cursor, { ...made, text: cursor.textFrom(token) });
    } else if (next.text === '[' && next.kind === 'operator' && !next.spaced) {
      cursor.at++;
      const [key] = argumentsUntil(cursor, ']');
      made = { ...at(cursor, token), kind: 'index', object: made, key: key?.value ?? made };
    } else if (next.text === '.' && !next.spaced) {
      cursor.at++;
      const name = peek(cursor);
      if (name.text === '(') continue;
      cursor.at++;
      made = { ...at(cursor, token), kind: 'member', object: made, name: name.text.replace(/^:/, '') };
      if (name.text.startsWith('@')) made = macroCall(cursor, made, token);
    } else if (next.text === "'" && !next.spaced) cursor.at++;
    else if (next.text === '...') cursor.at++;
    else if (next.kind === 'string' && !next.spaced && made.kind === 'name') made = literalMacro(cursor, token);
    else return made;
  }
}

/** `f(x) do y … end` hands a function over. */
function withBlock(cursor: Cursor, call: Expression): Expression {
  if (peek(cursor).text !== 'do' || call.kind !== 'call') return call;
  cursor.at++;
  const names: Expression[] = [];
  while (peek(cursor).kind === 'name' || peek(cursor).text === ',') {
    const token = peek(cursor);
    cursor.at++;
    if (token.kind === 'name') names.push({ ...cursor.place(token), text: token.text, kind: 'name', name: token.text });
  }
  const body = block(cursor);
  const closure: Expression = {
    line: call.line,
    text: '',
    ...(call.cell === undefined ? {} : { cell: call.cell }),
    kind: 'closure',
    parameters: parametersOf({ line: call.line, text: '', kind: 'list', items: names }),
    body,
  };
  return { ...call, arguments: [{ value: closure }, ...call.arguments] };
}

/** `r"…"`, `raw"…"`: the text of the string. */
function literalMacro(cursor: Cursor, token: Token): Expression {
  const text = stringOf(cursor, peek(cursor));
  return { ...text, text: cursor.textFrom(token) };
}

/** `@save "f" model`, `@load("f")`: a call by the name of the macro. */
function macroCall(cursor: Cursor, callee: Expression, token: Token): Expression {
  if (peek(cursor).text === '(' && !peek(cursor).spaced) return callee;
  const given: Argument[] = [];
  while (!isEnd(peek(cursor))) {
    const before = cursor.at;
    given.push({ value: cursor.expression() });
    if (cursor.at === before) break;
  }
  return { ...at(cursor, token), kind: 'call', callee, arguments: given };
}

const isEnd = (token: Token): boolean =>
  token.kind === 'newline' ||
  token.kind === 'end-of-file' ||
  /^[)\]},;]$/.test(token.text) ||
  (token.kind === 'name' && BLOCK_ENDS.has(token.text));

function primary(cursor: Cursor): Expression {
  const token = peek(cursor);
  if (token.kind === 'string') return stringOf(cursor, token);
  if (isEnd(token)) return { ...cursor.place(token), text: '', kind: 'literal', value: null };
  cursor.at++;
  if (token.kind === 'number')
    return {
      ...at(cursor, token),
      kind: 'literal',
      value: Number(token.text.replaceAll('_', '').replace(/f([+-]?\d)/, 'e$1')),
    };
  if (token.kind === 'name') return named(cursor, token);
  if (token.text === '(' || token.text === '[') {
    const items = argumentsUntil(cursor, token.text === '(' ? ')' : ']');
    const [only] = items;
    if (token.text === '(' && items.length === 1 && only !== undefined && only.name === undefined) return only.value;
    return { ...at(cursor, token), kind: 'list', items: items.map(({ value }) => value) };
  }
  // A symbol, `:adam`.
  if (token.text === ':' && peek(cursor).kind === 'name' && !peek(cursor).spaced) {
    cursor.at++;
    return { ...at(cursor, token), kind: 'literal', value: cursor.textFrom(token).slice(1) };
  }
  return { ...at(cursor, token), kind: 'other', children: [] };
}

function named(cursor: Cursor, token: Token): Expression {
  const name: Expression = { ...at(cursor, token), kind: 'name', name: token.text };
  if (token.text.startsWith('@')) return macroCall(cursor, name, token);
  if (/^(true|false)$/.test(token.text)) return { ...name, kind: 'literal', value: token.text === 'true' };
  if (token.text === 'nothing' || token.text === 'missing') return { ...name, kind: 'literal', value: null };
  if (!/^(begin|if|for|while|let|try|function|quote|mutable|struct)$/.test(token.text)) return name;
  // A block as a value: its statements run.
  cursor.at--;
  const body = cursor.statement();
  return { ...at(cursor, token), kind: 'block', body };
}
function stringOf(cursor: Cursor, token: Token): Expression {
  cursor.at++;
  const parts = (token.parts ?? []).map((part) => (typeof part === 'string' ? part : cursor.hole(part.code, token)));
  if (parts.every((part) => typeof part === 'string'))
    return { ...at(cursor, token), kind: 'literal', value: parts.join('') };
  return { ...at(cursor, token), kind: 'template', parts };
}

/** Arguments or items up to a closing bracket; `;` begins keywords, a `for` makes a comprehension. */
function argumentsUntil(cursor: Cursor, close: string): Argument[] {
  const given: Argument[] = [];
  for (;;) {
    while (peek(cursor).kind === 'newline' || /^[,;]$/.test(peek(cursor).text)) cursor.at++;
    const token = peek(cursor);
    if (token.kind === 'end-of-file' || take(cursor, close)) return given;
    const before = cursor.at;
    if (token.text === 'for' || token.text === 'if') {
      cursor.at++;
      cursor.expression();
    } else {
      const value = cursor.expression();
      if (value.kind === 'binding' && value.target.kind === 'name')
        given.push({ name: value.target.name, value: value.value });
      else given.push({ value, ...(cursor.tokens[cursor.at - 1]?.text === '...' ? { spread: true } : {}) });
    }
    if (cursor.at === before) cursor.at++;
  }
}

function skipNewlines(cursor: Cursor): void {
  if (peek(cursor).kind === 'newline') skipLines(cursor);
}
