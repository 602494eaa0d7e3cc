import { attributeOf, classesOf, type RObject, type RVector, textsOf } from '../containers/r-serialization.js';
import { formatNumber } from '../containers/r-serialization-values.js';

/** Column after which R begins a new line at the next chance. */
const CUTOFF = 60;
/** Longest text that is worth telling. */
const MOST_CHARACTERS = 20_000;
/** Values written out: constants of a call. Longer vectors are data that someone passed by value, and data are never told. */
export const MOST_VALUES = 12;
const RESERVED =
  /^(?:if|else|repeat|while|function|for|next|break|TRUE|FALSE|NULL|Inf|NaN|NA|NA_integer_|NA_real_|NA_character_|in)$/;
const SYNTACTIC = /^(?:[A-Za-z]|\.(?![0-9]))[A-Za-z0-9._]*$|^\.$/;

/** Text in lines, broken as R breaks them: where arguments end, once a line is long. */
export class Writer {
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

export const quoteName = (name: string): string =>
  (SYNTACTIC.test(name) && !RESERVED.test(name)) || name === '...'
    ? name
    : `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

/** A vector that someone passed by value: short ones as R writes them, others by their size alone. */
export function writeVector(writer: Writer, vector: Extract<RObject, { kind: RVector['kind'] | 'character' }>): void {
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
