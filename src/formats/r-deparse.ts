import {
  attributeOf,
  classesOf,
  membersOf,
  type RObject,
  type RPair,
  type RPairs,
  type RVector,
  textsOf,
} from '../containers/r-serialization.js';
import { formatNumber } from '../containers/r-serialization-values.js';
import operators from './r-operators.json' with { type: 'json' };

/** Column after which R begins a new line at the next chance. */
const CUTOFF = 60;
/** Nesting that is written out. */
const MOST_DEPTH = 2_000;
/** Longest text that is worth telling. */
const MOST_CHARACTERS = 20_000;
/** Values written out: constants of a call. Longer vectors are data that someone passed by value, and data are never told. */
const MOST_VALUES = 12;

type Style = 'spaced' | 'breaking' | 'tight';
const BINARY = new Map(Object.entries(operators.binary as unknown as Record<string, [number, Style]>));
const UNARY = new Map(Object.entries(operators.unary));
const RESERVED =
  /^(?:if|else|repeat|while|function|for|next|break|TRUE|FALSE|NULL|Inf|NaN|NA|NA_integer_|NA_real_|NA_character_|in)$/;
const SYNTACTIC = /^(?:[A-Za-z]|\.(?![0-9]))[A-Za-z0-9._]*$|^\.$/;

/** An expression as R's `deparse` writes it, its lines joined by a space. */
export function deparse(value: RObject): string {
  const writer = new Writer();
  write(writer, value, 0);
  return writer.text();
}

/** Text in lines, broken as R breaks them: where arguments end, once a line is long. */
class Writer {
  readonly #lines: string[] = [];
  #line = '';
  #isStart = true;
  #total = 0;
  indent = 0;

  put(text: string): void {
    if (this.#isStart) {
      this.#isStart = false;
      for (let i = 1; i <= this.indent; i++) this.#line += i <= 4 ? '    ' : '  ';
    }
    this.#line += text;
    this.#total += text.length;
  }
  get isFull(): boolean {
    return this.#total > MOST_CHARACTERS;
  }
  newLine(): void {
    this.#lines.push(this.#line);
    this.#line = '';
    this.#isStart = true;
  }
  /** Breaks a line that is long; what follows of the same list is indented once more. */
  breakLong(state: { broken: boolean }): void {
    if (this.#line.length <= CUTOFF) return;
    if (!state.broken) {
      state.broken = true;
      this.indent++;
    }
    this.newLine();
  }
  text(): string {
    const whole = [...this.#lines, this.#line].join(' ');
    return whole.length > MOST_CHARACTERS ? `${whole.slice(0, MOST_CHARACTERS)}…` : whole;
  }
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

const quoteName = (name: string): string =>
  (SYNTACTIC.test(name) && !RESERVED.test(name)) || name === '...'
    ? name
    : `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

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
  const binary = BINARY.get(name) ?? (/^%.*%$/.test(name) ? ([13, 'spaced'] as [number, Style]) : undefined);
  if (binary && args.length === 2 && args.every(({ tag }) => tag === null))
    writeBinary(writer, name, binary, args, depth);
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

function writeBinary(
  writer: Writer,
  name: string,
  [precedence, style]: [number, Style],
  args: RPair[],
  depth: number,
): void {
  const [left, right] = args as [RPair, RPair];
  writeOperand(writer, left.value, precedence, true, depth);
  writer.put(style === 'tight' ? name : ` ${name} `);
  const state = { broken: false };
  if (style === 'breaking') writer.breakLong(state);
  writeOperand(writer, right.value, precedence, false, depth);
  if (state.broken) writer.indent--;
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
  if (value.items.length === 3) return BINARY.get(name)?.[0] ?? (/^%.*%$/.test(name) ? 13 : null);
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

/** A vector that someone passed by value: short ones as R writes them, others by their size alone. */
function writeVector(writer: Writer, vector: Extract<RObject, { kind: RVector['kind'] | 'character' }>): void {
  const names = textsOf(attributeOf(vector, 'names'));
  if (vector.length > MOST_VALUES && !(vector.kind === 'integer' && vector.sequence)) {
    writer.put(`<${classesOf(vector)[0] ?? vector.kind}[${vector.length}]>`);
    return;
  }
  const values = constants(vector);
  if (values === null) writer.put(`<${vector.kind}[${vector.length}]>`);
  else if (values.length === 0) writer.put(`${vector.kind === 'double' ? 'numeric' : vector.kind}(0)`);
  else if (values.length === 1 && names.length === 0) writer.put(values[0] as string);
  else if (names.length === 0 && isRange(vector))
    writer.put(`${values[0]?.replace('L', '')}:${values.at(-1)?.replace('L', '')}`);
  else {
    writer.put('c(');
    for (const [i, value] of values.entries()) {
      if (i > 0) {
        writer.put(', ');
        // Values of a vector go on at the margin, unlike arguments.
        writer.breakLong({ broken: true });
      }
      const name = names[i];
      writer.put(name ? `${quoteName(name)} = ${value}` : value);
    }
    writer.put(')');
  }
}

/** Consecutive integers, at least two. */
function isRange(vector: RObject): boolean {
  if (vector.kind !== 'integer') return false;
  if (vector.sequence) return vector.sequence.step === 1 && vector.length > 1;
  return (
    vector.values !== null &&
    vector.values.length > 1 &&
    vector.values.every((value, i) => value !== null && value === (vector.values?.[0] ?? 0) + i)
  );
}

function constants(vector: Extract<RObject, { kind: RVector['kind'] | 'character' }>): string[] | null {
  if (vector.kind === 'character') return vector.texts?.map((text) => (text === null ? 'NA' : quoteText(text))) ?? null;
  if (vector.sequence) {
    const { first, step } = vector.sequence;
    return [first, first + step * (vector.length - 1)]
      .slice(0, vector.length)
      .map((value) => (vector.kind === 'integer' ? `${value}L` : formatNumber(value)));
  }
  if (vector.values === null) return null;
  if (vector.kind === 'logical')
    return vector.values.map((value) => (value === null ? 'NA' : value === 0 ? 'FALSE' : 'TRUE'));
  if (vector.kind === 'integer') return vector.values.map((value) => (value === null ? 'NA' : `${value}L`));
  if (vector.kind === 'double') return vector.values.map((value) => (value === null ? 'NA' : formatNumber(value)));
  return null;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\0': '\\0',
};
const quoteText = (text: string): string =>
  `"${text.replace(/[\\"\n\t\r\0]/g, (character) => ESCAPED[character] as string)}"`;

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
