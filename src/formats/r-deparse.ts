import { classesOf, membersOf, type RObject, type RPair, type RPairs } from '../containers/r-serialization.js';
import { MOST_VALUES, quoteName, Writer, writeVector } from './r-deparse-text.js';
import operators from './r-operators.json' with { type: 'json' };

/** Nesting that is written out. */
const MOST_DEPTH = 200;
/** Operators in a row. */
const MOST_TERMS = 10_000;

type Style = 'spaced' | 'breaking' | 'tight';
const BINARY = new Map(Object.entries(operators.binary as unknown as Record<string, [number, Style]>));
const UNARY = new Map(Object.entries(operators.unary));

/** An expression as R's `deparse` writes it, its lines joined by a space. */
export function deparse(value: RObject): string {
  const writer = new Writer();
  write(writer, value, 0);
  return writer.text();
}

function write(writer: Writer, value: RObject, depth: number): void {
  if (depth > MOST_DEPTH || writer.isFull) {
    writer.put('…');
    return;
  }
  switch (value.kind) {
    case 'null':
      writer.put('NULL');
      return;
    case 'symbol':
      writer.put(quoteName(value.name));
      return;
    case 'call':
      writeCall(writer, value, depth);
      return;
    case 'logical':
    case 'integer':
    case 'double':
    case 'complex':
    case 'raw':
    case 'character':
      writeVector(writer, value);
      return;
    case 'list':
    case 'expression':
    case 'pairlist':
      writeList(writer, value, depth);
      return;
    case 'missing':
      return;
    case 'bytecode':
      write(writer, value.constants[0] ?? { kind: 'null' }, depth + 1);
      return;
    case 'promise':
      write(writer, value.expression, depth + 1);
      return;
    case 'environment':
    case 'global':
    case 'base':
    case 'empty':
    case 'base-namespace':
    case 'namespace':
    case 'package':
      writer.put('<environment>');
      return;
    case 'builtin':
      writer.put(`.Primitive("${value.name}")`);
      return;
    default:
      writer.put(`<${value.kind}>`);
  }
}

function writeCall(writer: Writer, call: RPairs, depth: number): void {
  const [head, ...args] = call.items;
  if (!head) return;
  if (head.value.kind !== 'symbol') {
    const needsParentheses =
      head.value.kind === 'closure' || (head.value.kind === 'call' && isSymbolCall(head.value, 'function'));
    if (needsParentheses) writer.put('(');
    write(writer, head.value, depth + 1);
    if (needsParentheses) writer.put(')');
    writeArguments(writer, args, depth, '(', ')');
    return;
  }
  const { name } = head.value;
  if (writeSyntax(writer, name, args, depth)) return;
  if (binaryOf(call)) writeBinary(writer, call, depth);
  else if (UNARY.has(name) && args.length === 1 && args[0]?.tag === null) {
    writer.put(name);
    writeOperand(writer, args[0].value, UNARY.get(name) as number, false, depth);
  } else {
    writer.put(quoteName(name));
    writeArguments(writer, args, depth, '(', ')');
  }
}

const isSymbolCall = (value: RObject, name: string): boolean =>
  value.kind === 'call' && value.items[0]?.value.kind === 'symbol' && value.items[0].value.name === name;

/** Forms that are no operators and no plain calls. False where `name` is none of them. */
function writeSyntax(writer: Writer, name: string, args: RPair[], depth: number): boolean {
  const [first, second, third] = args.map(({ value }) => value);
  const inner = depth + 1;
  if (name === '(' && first && args.length === 1) {
    writer.put('(');
    write(writer, first, inner);
    writer.put(')');
  } else if ((name === '[' || name === '[[') && first) {
    writeOperand(writer, first, 20, true, depth);
    writeArguments(writer, args.slice(1), depth, name, name === '[' ? ']' : ']]');
  } else if (name === '{') writeBlock(writer, args, depth);
  else if (name === 'if' && first && second) {
    writer.put('if (');
    write(writer, first, inner);
    writer.put(') ');
    write(writer, second, inner);
    if (third) {
      writer.put(' else ');
      write(writer, third, inner);
    }
  } else if (name === 'for' && first && second && third) {
    writer.put('for (');
    write(writer, first, inner);
    writer.put(' in ');
    write(writer, second, inner);
    writer.put(') ');
    write(writer, third, inner);
  } else if (name === 'while' && first && second) {
    writer.put('while (');
    write(writer, first, inner);
    writer.put(') ');
    write(writer, second, inner);
  } else if (name === 'function' && second) {
    writer.put('function');
    writeFormals(writer, first, depth);
    writer.put(' ');
    write(writer, second, inner);
  } else return false;
  return true;
}

function writeBlock(writer: Writer, args: RPair[], depth: number): void {
  writer.put('{');
  writer.indent++;
  for (const { value } of args) {
    writer.newLine();
    write(writer, value, depth + 1);
  }
  writer.indent--;
  writer.newLine();
  writer.put('}');
}

function writeFormals(writer: Writer, formals: RObject | undefined, depth: number): void {
  writer.put('(');
  for (const [i, { tag, value }] of (formals?.kind === 'pairlist' ? formals.items : []).entries()) {
    if (i > 0) writer.put(', ');
    writer.put(quoteName(tag ?? ''));
    if (value.kind === 'missing') continue;
    writer.put(' = ');
    write(writer, value, depth + 1);
  }
  writer.put(')');
}

interface Binary {
  name: string;
  precedence: number;
  style: Style;
  left: RObject;
  right: RObject;
}

/** A call of an operator with two operands; null for any other. */
function binaryOf(value: RObject): Binary | null {
  if (value.kind !== 'call' || value.items.length !== 3) return null;
  const [head, left, right] = value.items as [RPair, RPair, RPair];
  if (head.value.kind !== 'symbol' || left.tag !== null || right.tag !== null) return null;
  const { name } = head.value;
  const known = BINARY.get(name) ?? (/^%.*%$/.test(name) ? ([13, 'spaced'] as [number, Style]) : undefined);
  return known ? { name, precedence: known[0], style: known[1], left: left.value, right: right.value } : null;
}

/** Operators that follow each other are calls inside the first operand: a formula of thousands of terms is no nesting. */
function writeBinary(writer: Writer, call: RObject, depth: number): void {
  const chain: Binary[] = [];
  let first = call;
  for (let next = binaryOf(call); next !== null && chain.length < MOST_TERMS; next = binaryOf(first)) {
    const outer = chain.at(-1);
    if (outer && next.precedence < outer.precedence) break;
    chain.push(next);
    first = next.left;
  }
  writeOperand(writer, first, chain.at(-1)?.precedence ?? 0, true, depth);
  for (const { name, precedence, style, right } of chain.reverse()) {
    writer.put(style === 'tight' ? name : ` ${name} `);
    const state = { broken: false };
    if (style === 'breaking') writer.breakLong(state);
    writeOperand(writer, right, precedence, false, depth);
    if (state.broken) writer.indent--;
  }
}

/** An operand in parentheses where it binds less than its operator. */
function writeOperand(writer: Writer, value: RObject, precedence: number, isLeft: boolean, depth: number): void {
  const inner = precedenceOf(value);
  const isLoose =
    inner !== null &&
    (inner < precedence ||
      (inner === precedence && !isLeft && precedence !== 16 && precedence < 20 && precedence !== 5));
  if (isLoose) writer.put('(');
  write(writer, value, depth + 1);
  if (isLoose) writer.put(')');
}

function precedenceOf(value: RObject): number | null {
  if (value.kind !== 'call' || value.items[0]?.value.kind !== 'symbol') return null;
  const { name } = value.items[0].value;
  if (value.items.length === 3) return binaryOf(value)?.precedence ?? null;
  return value.items.length === 2 ? (UNARY.get(name) ?? null) : null;
}

function writeArguments(writer: Writer, args: readonly RPair[], depth: number, open: string, close: string): void {
  writer.put(open);
  const state = { broken: false };
  for (const [i, { tag, value }] of args.entries()) {
    if (i > 0) {
      writer.put(', ');
      writer.breakLong(state);
    }
    if (tag !== null) writer.put(`${quoteName(tag)}${value.kind === 'missing' ? ' = ' : ' = '}`);
    write(writer, value, depth + 1);
  }
  if (state.broken) writer.indent--;
  writer.put(close);
}

function writeList(writer: Writer, list: RObject, depth: number): void {
  const members = membersOf(list);
  const [className] = classesOf(list);
  if (className !== undefined || members.length > MOST_VALUES * 4) {
    writer.put(`<${className ?? list.kind}[${members.length}]>`);
    return;
  }
  writer.put(list.kind === 'expression' ? 'expression(' : list.kind === 'pairlist' ? 'pairlist(' : 'list(');
  const state = { broken: false };
  for (const [i, { name, value }] of members.entries()) {
    if (i > 0) writer.put(', ');
    writer.breakLong(state);
    if (name !== null) writer.put(`${quoteName(name)} = `);
    write(writer, value, depth + 1);
  }
  if (state.broken) writer.indent--;
  writer.put(')');
}
