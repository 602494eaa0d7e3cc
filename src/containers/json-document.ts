import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';

/** A JSON value. Objects have no prototype, so that a key like `__proto__` is a key like any other. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface JsonOptions {
  /** Nesting allowed; deeper is `resource-limit`. */
  depth: number;
  /** Most values, however nested; further ones are `resource-limit`. Unbounded by default. */
  values?: number;
  /** Offset of the text in its file, for messages. */
  base?: number;
  /** Accepts `NaN`, `Infinity` and `-Infinity`, which Python's json module writes. */
  nonFinite?: boolean;
  /** Accepts UTF-16 and UTF-32 as Python's json module tells them: by a byte order mark, or by which bytes are zero. */
  anyUnicode?: boolean;
  /** Called for a key that its object already has; by default that is a FormatError `duplicate-key`. The last value wins. */
  onDuplicate?: (key: string, offset: number) => void;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a whole source as one JSON document. */
export async function readJson(source: ByteSource, limits: Limits, options: Partial<JsonOptions> = {}): Promise<Json> {
  if (source.size > limits.headerBytes) {
    throw new FormatError(
      'resource-limit',
      `expected a JSON document of at most ${limits.headerBytes} bytes, found ${source.size}`,
    );
  }
  return parseJson(await source.read(0, source.size), { depth: limits.depth, ...options });
}

/** Parses UTF-8 JSON (RFC 8259) strictly: no byte order mark but a leading one, nothing after the value, no lone control characters. */
export function parseJson(bytes: Uint8Array, options: JsonOptions): Json {
  const base = options.base ?? 0;
  let text: string;
  try {
    text = options.anyUnicode ? decodeAsPython(bytes) : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError('invalid-structure', 'expected UTF-8 text, found other bytes', base, { cause });
  }
  return new JsonReader(text, base, options).document();
}

/** Text in the encoding that Python's json module detects in bytes. */
function decodeAsPython(bytes: Uint8Array): string {
  const [a = 1, b = 1, c = 1, d = 1] = bytes;
  const begins = (...mark: number[]) => mark.every((byte, i) => bytes[i] === byte);
  const decode = (encoding: string, from: Uint8Array) => new TextDecoder(encoding, { fatal: true }).decode(from);
  if (begins(0xff, 0xfe, 0, 0) || (b === 0 && c === 0 && d === 0)) return decodeUtf32(bytes, true);
  if (begins(0, 0, 0xfe, 0xff) || (a === 0 && b === 0)) return decodeUtf32(bytes, false);
  if (begins(0xff, 0xfe) || (b === 0 && a !== 0)) return decode('utf-16le', bytes);
  if (begins(0xfe, 0xff) || a === 0) return decode('utf-16le', Buffer.from(bytes).swap16());
  return decode('utf-8', bytes);
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) parts.push(String.fromCodePoint(view.getUint32(at, littleEndian)));
  return parts.join('').replace(/^\ufeff/, '');
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const NON_FINITE = /NaN|-?Infinity/y;
const SPACE = /[ \t\n\r]*/y;
/** A run of a string without escapes, up to its end. */
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class JsonReader {
  #at = 0;
  #values = 0;
  readonly #text: string;
  readonly #base: number;
  readonly #options: JsonOptions;

  constructor(text: string, base: number, options: JsonOptions) {
    this.#text = text;
    this.#base = base;
    this.#options = options;
  }

  document(): Json {
    const value = this.#value(0);
    if (this.#at < this.#text.length) throw this.#unexpected('the end of the document');
    return value;
  }

  /** One value with the space around it. */
  #value(depth: number): Json {
    if (depth > this.#options.depth)
      throw new FormatError(
        'resource-limit',
        `expected JSON nested at most ${this.#options.depth} deep, found more`,
        this.#offset(),
      );
    if (++this.#values > (this.#options.values ?? Number.POSITIVE_INFINITY))
      throw new FormatError(
        'resource-limit',
        `expected at most ${this.#options.values} values, found more`,
        this.#offset(),
      );
    this.#match(SPACE);
    const value = this.#bare(depth);
    this.#match(SPACE);
    return value;
  }

  #bare(depth: number): Json {
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default: {
        const digits = this.#match(NUMBER) || (this.#options.nonFinite ? this.#match(NON_FINITE) : '');
        if (digits === '') throw this.#unexpected('a JSON value');
        return Number(digits);
      }
    }
  }

  #object(depth: number): JsonObject {
    const object: JsonObject = Object.create(null);
    this.#at++;
    this.#match(SPACE);
    if (this.#take('}')) return object;
    for (;;) {
      this.#match(SPACE);
      const start = this.#at;
      const key = this.#string();
      if (key in object) this.#duplicate(key, start);
      this.#match(SPACE);
      if (!this.#take(':')) throw this.#unexpected('":"');
      object[key] = this.#value(depth + 1);
      if (this.#take('}')) return object;
      if (!this.#take(',')) throw this.#unexpected('"," or "}"');
    }
  }

  #array(depth: number): Json[] {
    const array: Json[] = [];
    this.#at++;
    this.#match(SPACE);
    if (this.#take(']')) return array;
    for (;;) {
      array.push(this.#value(depth + 1));
      if (this.#take(']')) return array;
      if (!this.#take(',')) throw this.#unexpected('"," or "]"');
    }
  }

  #string(): string {
    if (!this.#take('"')) throw this.#unexpected('a string');
    let value = this.#match(PLAIN);
    while (!this.#take('"')) {
      if (!this.#take('\\')) throw this.#unexpected('the end of a string');
      value += this.#escape() + this.#match(PLAIN);
    }
    return value;
  }

  #escape(): string {
    const letter = this.#text[this.#at] ?? '';
    this.#at++;
    const simple = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
    if (simple !== undefined) return simple;
    const digits = this.#text.slice(this.#at, this.#at + 4);
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#unexpected('an escape sequence');
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#unexpected('a JSON value');
    this.#at += word.length;
    return value;
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

  #duplicate(key: string, at: number): void {
    const offset = this.#offset(at);
    if (!this.#options.onDuplicate)
      throw new FormatError('duplicate-key', `expected unique keys, found "${key}" twice`, offset);
    this.#options.onDuplicate(key, offset);
  }

  #unexpected(expected: string): FormatError {
    const character = this.#text[this.#at];
    if (character === undefined)
      return new FormatError('truncated', `expected ${expected}, found the end of the JSON text`, this.#offset());
    return new FormatError(
      'invalid-structure',
      `expected ${expected}, found ${JSON.stringify(character)}`,
      this.#offset(),
    );
  }

  /** Offset in the file, in bytes. */
  #offset(at = this.#at): number {
    return this.#base + Buffer.byteLength(this.#text.slice(0, at));
  }
}
