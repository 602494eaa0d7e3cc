import { FormatError } from '../bytes/format-error.js';

/** A Python literal as `ast.literal_eval` reads it, without sets, bytes and complex numbers. */
export type Literal =
  | null
  | boolean
  | number
  | string
  | { kind: 'list' | 'tuple'; items: Literal[] }
  | { kind: 'dict'; entries: [Literal, Literal][] };

const SPACE = /[ \t\r\n\f]*/y;
const NUMBER = /[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)L?/y;
const WORD = /True|False|None/y;
const STRING = /[ubUB]?(?:'((?:[^'\\\n]|\\[\s\S])*)'|"((?:[^"\\\n]|\\[\s\S])*)")/y;

/** Parses one literal and nothing else. Python 2's `3L` and `u'x'` are accepted. Throws `invalid-structure`, `resource-limit`. */
export function parseLiteral(text: string, options: { depth: number; base?: number }): Literal {
  const reader = new LiteralReader(text, options.depth, options.base ?? 0);
  const value = reader.value(0);
  reader.end();
  return value;
}

class LiteralReader {
  #at = 0;
  constructor(
    readonly text: string,
    readonly depth: number,
    readonly base: number,
  ) {}

  value(depth: number): Literal {
    if (depth > this.depth)
      throw new FormatError(
        'resource-limit',
        `expected at most ${this.depth} levels of nesting, found more`,
        this.base + this.#at,
      );
    this.#match(SPACE);
    const opening = this.text[this.#at];
    if (opening === '{') return { kind: 'dict', entries: this.#entries(depth) };
    if (opening === '[') return { kind: 'list', items: this.#items(']', depth).items };
    if (opening === '(') {
      const { items, comma } = this.#items(')', depth);
      return items.length === 1 && !comma ? (items[0] as Literal) : { kind: 'tuple', items };
    }
    const word = this.#match(WORD);
    if (word) return word[0] === 'None' ? null : word[0] === 'True';
    const string = this.#match(STRING);
    if (string) return withoutEscapes(string[1] ?? (string[2] as string));
    const number = this.#match(NUMBER);
    if (number) return Number(number[0].replace('L', ''));
    return this.#fail('a Python literal');
  }

  end(): void {
    this.#match(SPACE);
    while (this.text[this.#at] === '\0') this.#at++;
    if (this.#at < this.text.length) this.#fail('the end of the literal');
  }

  #items(closing: string, depth: number): { items: Literal[]; comma: boolean } {
    const items: Literal[] = [];
    let comma = false;
    this.#at++;
    while (!this.#take(closing)) {
      if (items.length > 0 && !comma) this.#fail(`"," or "${closing}"`);
      items.push(this.value(depth + 1));
      comma = this.#take(',');
    }
    return { items, comma };
  }

  #entries(depth: number): [Literal, Literal][] {
    const entries: [Literal, Literal][] = [];
    let comma = true;
    this.#at++;
    while (!this.#take('}')) {
      if (!comma) this.#fail('"," or "}"');
      const key = this.value(depth + 1);
      if (!this.#take(':')) this.#fail('":"');
      entries.push([key, this.value(depth + 1)]);
      comma = this.#take(',');
    }
    return entries;
  }

  #take(character: string): boolean {
    this.#match(SPACE);
    if (this.text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  #fail(expected: string): never {
    const found = this.#at < this.text.length ? JSON.stringify(this.text.slice(this.#at, this.#at + 12)) : 'the end';
    throw new FormatError('invalid-structure', `expected ${expected}, found ${found}`, this.base + this.#at);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\n': '' };

/** Escapes as they occur in field names; unknown ones stay as they are, as in Python. */
function withoutEscapes(body: string): string {
  return body.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g,
    (whole, x, u, long, other: string | undefined) => {
      if (other !== undefined) return ESCAPES[other] ?? ('\\\'"'.includes(other) ? other : whole);
      const code = Number.parseInt(x ?? u ?? long, 16);
      return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
    },
  );
}
