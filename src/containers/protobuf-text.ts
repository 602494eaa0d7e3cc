import { FormatError } from '../bytes/format-error.js';

/** A message in text form: every field is a list; enum names, numbers and booleans stay text. */
export interface TextMessage {
  [field: string]: (string | TextMessage)[];
}

export const isMessage = (value: string | TextMessage | undefined): value is TextMessage => typeof value === 'object';

/** Messages below a field, in order. */
export const messages = (message: TextMessage, field: string): TextMessage[] =>
  (message[field] ?? []).filter(isMessage);
/** Plain values of a field, in order. */
export const values = (message: TextMessage, field: string): string[] =>
  (message[field] ?? []).filter((value) => typeof value === 'string');
/** Last plain value of a field; '' where there is none. */
export const value = (message: TextMessage, field: string): string => values(message, field).at(-1) ?? '';

const SKIP = /(?:[\s,;]+|#[^\n]*)*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_.]*|\[[^\]\n]+\]/y;
const SCALAR = /[-+A-Za-z0-9_.]+/y;
const STRING = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/sy;

/** Parses protobuf text format. Throws `invalid-structure`, `truncated`, and `resource-limit` for nesting beyond `depth`. */
export function parseTextMessage(text: string, depth: number): TextMessage {
  const reader = new TextReader(text, depth);
  const message = reader.message('', 0);
  return message;
}

class TextReader {
  #at = 0;
  readonly #text: string;
  readonly #depth: number;

  constructor(text: string, depth: number) {
    this.#text = text;
    this.#depth = depth;
  }

  /** Fields up to the closing brace, or to the end of the text for the outermost message. */
  message(close: string, depth: number): TextMessage {
    if (depth > this.#depth)
      throw new FormatError(
        'resource-limit',
        `expected messages nested at most ${this.#depth} deep, found more`,
        this.#at,
      );
    const message: TextMessage = Object.create(null);
    for (;;) {
      this.#match(SKIP);
      if (this.#at >= this.#text.length) {
        if (close === '') return message;
        throw new FormatError('truncated', `expected "${close}", found the end`, this.#at);
      }
      if (close !== '' && this.#take(close)) return message;
      const name = this.#match(NAME);
      if (name === '') throw this.#unexpected('a field name');
      this.#match(SKIP);
      const colon = this.#take(':');
      this.#match(SKIP);
      const list = message[name] ?? [];
      message[name] = list;
      if (colon && this.#take('[')) this.#list(list, depth);
      else list.push(this.#value(depth));
    }
  }

  #list(list: (string | TextMessage)[], depth: number): void {
    for (;;) {
      this.#match(SKIP);
      if (this.#take(']')) return;
      list.push(this.#value(depth));
    }
  }

  #value(depth: number): string | TextMessage {
    if (this.#take('{')) return this.message('}', depth + 1);
    if (this.#take('<')) return this.message('>', depth + 1);
    let text = '';
    let strings = 0;
    // Strings beside each other are one string.
    for (let part = this.#match(STRING); part !== ''; part = this.#match(STRING)) {
      text += unescaped(part.slice(1, -1));
      strings++;
      const mark = this.#at;
      this.#match(SKIP);
      if (!/["']/.test(this.#text[this.#at] ?? '')) this.#at = mark;
    }
    if (strings > 0) return text;
    const scalar = this.#match(SCALAR);
    if (scalar === '') throw this.#unexpected('a value');
    return scalar;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #unexpected(expected: string): FormatError {
    const found = this.#text[this.#at];
    if (found === undefined) return new FormatError('truncated', `expected ${expected}, found the end`, this.#at);
    return new FormatError('invalid-structure', `expected ${expected}, found ${JSON.stringify(found)}`, this.#at);
  }
}

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', f: '\f', v: '\v' };

const unescaped = (text: string): string =>
  text.replace(/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))/gs, (_, hex?: string, octal?: string, letter?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return SIMPLE[letter ?? ''] ?? letter ?? '';
  });
