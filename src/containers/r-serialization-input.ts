import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';

/** How numbers are written: big-endian (XDR), as the machine has them, or as text. */
export type REncoding = 'xdr' | 'little-endian' | 'ascii';

/** Bytes that are ready before an item is parsed: more than any item has besides its values. */
export const READY_BYTES = 1 << 16;
const WINDOW_BYTES = 1 << 20;
/** How R writes NA in integers and logicals. */
export const NA_INTEGER = -0x80000000;

const ESCAPES: Readonly<Record<string, number>> = {
  n: 10,
  t: 9,
  v: 11,
  b: 8,
  r: 13,
  f: 12,
  a: 7,
  '\\': 92,
  '?': 63,
  "'": 39,
  '"': 34,
};
const isSpace = (byte: number | undefined): boolean => byte === 10 || byte === 32 || byte === 9 || byte === 13;

/** Reads a serialization from front to back through a window. Reading is synchronous; `fill` makes bytes ready before. */
export class RInput {
  #window: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#window.buffer);
  #base = 0;
  #at = 0;

  constructor(
    readonly source: ByteSource,
    public encoding: REncoding = 'xdr',
  ) {}

  /** Offset in the stream. */
  get offset(): number {
    return this.#base + this.#at;
  }
  /** Whether `count` bytes, or all that are left, can be read without `fill`. */
  isReady(count = READY_BYTES): boolean {
    return this.#window.length - this.#at >= count || this.#base + this.#window.length >= this.source.size;
  }
  get isAtEnd(): boolean {
    return this.offset >= this.source.size;
  }

  /** Makes `count` bytes ready, or all that are left. */
  async fill(count = READY_BYTES): Promise<void> {
    if (this.isReady(count)) return;
    const start = this.offset;
    const end = Math.min(this.source.size, start + Math.max(count, WINDOW_BYTES));
    this.#window = await this.source.read(start, end);
    this.#view = new DataView(this.#window.buffer, this.#window.byteOffset, this.#window.byteLength);
    this.#base = start;
    this.#at = 0;
  }

  /** Goes on at an offset, behind values that nobody needs yet. */
  moveTo(offset: number): void {
    if (offset > this.source.size)
      throw new FormatError(
        'truncated',
        `expected ${offset - this.offset} bytes, found ${this.source.size - this.offset}`,
        this.offset,
      );
    if (offset <= this.#base + this.#window.length && offset >= this.#base) this.#at = offset - this.#base;
    else {
      this.#window = new Uint8Array(0);
      this.#base = offset;
      this.#at = 0;
    }
  }

  int(): number {
    if (this.encoding === 'ascii') {
      const at = this.offset;
      const word = this.word();
      if (word === 'NA') return NA_INTEGER;
      const value = Number(word);
      if (!/^-?\d+$/.test(word) || value < NA_INTEGER || value > 0xffffffff)
        throw new FormatError('invalid-structure', `expected an integer, found ${JSON.stringify(word)}`, at);
      return value | 0;
    }
    return this.#view.getInt32(this.#take(4), this.encoding === 'little-endian');
  }

  double(): number {
    if (this.encoding === 'ascii') return parseDouble(this.word(), this.offset);
    return this.#view.getFloat64(this.#take(8), this.encoding === 'little-endian');
  }

  /** As `double`, NA being null: a NaN whose lower half is 1954. */
  doubleOrNull(): number | null {
    if (this.encoding === 'ascii') {
      const word = this.word();
      return word === 'NA' ? null : parseDouble(word, this.offset);
    }
    const at = this.#at;
    const value = this.double();
    if (!Number.isNaN(value)) return value;
    const isLittle = this.encoding === 'little-endian';
    return this.#view.getUint32(isLittle ? at : at + 4, isLittle) === 1954 ? null : value;
  }

  byte(): number {
    if (this.encoding !== 'ascii') return this.#view.getUint8(this.#take(1));
    const word = this.word();
    if (!/^[0-9a-f]{1,2}$/i.test(word))
      throw new FormatError('invalid-structure', `expected a byte, found ${JSON.stringify(word)}`, this.offset);
    return Number.parseInt(word, 16);
  }

  /** The next run of characters that are no space. */
  word(): string {
    while (isSpace(this.#window[this.#at])) this.#at++;
    const start = this.#at;
    while (this.#at < this.#window.length && !isSpace(this.#window[this.#at])) this.#at++;
    if (this.#at === start)
      throw new FormatError('truncated', 'expected a value, found the end of the stream', this.offset);
    return Buffer.from(this.#window.subarray(start, this.#at)).toString('latin1');
  }

  /** Bytes of a string of known length; in text form they are escaped. */
  bytes(length: number): Uint8Array {
    if (this.encoding === 'ascii') return this.#escaped(length);
    const at = this.#take(length);
    return this.#window.subarray(at, at + length);
  }

  /** True where only spaces are left of a text stream, or nothing of a binary one. */
  isFinished(): boolean {
    if (this.encoding === 'ascii') while (isSpace(this.#window[this.#at])) this.#at++;
    return this.isAtEnd;
  }

  #escaped(length: number): Uint8Array {
    while (isSpace(this.#window[this.#at])) this.#at++;
    const out = Buffer.alloc(Math.min(length, this.#window.length - this.#at));
    for (let i = 0; i < length; i++) {
      let byte = this.#window[this.#take(1)] as number;
      if (byte === 0x5c) byte = this.#escape();
      out[i] = byte;
    }
    return out;
  }

  #escape(): number {
    const letter = String.fromCharCode(this.#window[this.#take(1)] as number);
    if (!/[0-7]/.test(letter)) return ESCAPES[letter] ?? letter.charCodeAt(0);
    let digits = letter;
    while (digits.length < 3 && /[0-7]/.test(String.fromCharCode(this.#window[this.#at] ?? 0)))
      digits += String.fromCharCode(this.#window[this.#take(1)] as number);
    return Number.parseInt(digits, 8) & 255;
  }

  #take(count: number): number {
    const at = this.#at;
    if (count < 0 || at + count > this.#window.length)
      throw new FormatError(
        'truncated',
        `expected ${count} bytes, found ${Math.max(0, this.source.size - this.offset)}`,
        this.offset,
      );
    this.#at += count;
    return at;
  }
}

/** Bits of R's missing number: a NaN with the payload 1954, as R's text form makes it. */
export const NA_REAL_BITS = 0x7ff00000000007a2n;

/** A number of the text form: decimal, hexadecimal (`0x1.8p+3`), `NA`, `NaN`, `Inf`, `-Inf`. NA is NaN here; the values' reader keeps it apart. */
export function parseDouble(word: string, offset: number): number {
  if (word === 'NA' || word === 'NaN') return Number.NaN;
  if (word === 'Inf' || word === '-Inf') return word === 'Inf' ? Infinity : -Infinity;
  const hex = /^(-?)0x([0-9a-f]+)(?:\.([0-9a-f]*))?p([+-]?\d+)$/i.exec(word);
  if (hex) {
    const [, sign, whole = '', fraction = '', exponent] = hex;
    const mantissa = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (-4 * fraction.length);
    return (sign === '-' ? -1 : 1) * mantissa * 2 ** Number(exponent);
  }
  const value = Number(word);
  if (Number.isNaN(value))
    throw new FormatError('invalid-structure', `expected a number, found ${JSON.stringify(word)}`, offset);
  return value;
}
