/** Writes R serializations for tests: XDR, version 3 unless told otherwise. */
export class RWriter {
  readonly #parts: Buffer[] = [];

  header(version = 3, writer = 0x040202): this {
    this.raw(Buffer.from('X\n')).int(version).int(writer).int(0x030500);
    return version === 3 ? this.int(5).raw(Buffer.from('UTF-8')) : this;
  }
  raw(bytes: Uint8Array): this {
    this.#parts.push(Buffer.from(bytes));
    return this;
  }
  int(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value | 0);
    return this.raw(bytes);
  }
  double(value: number): this {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return this.raw(bytes);
  }
  char(text: string | null): this {
    if (text === null) return this.int(9).int(-1);
    return this.int(0x40009).int(Buffer.byteLength(text)).raw(Buffer.from(text));
  }
  symbol(name: string): this {
    return this.int(1).char(name);
  }
  reference(number: number): this {
    return this.int((number << 8) | 0xff);
  }
  nil(): this {
    return this.int(254);
  }
  strings(texts: readonly (string | null)[], flags = 16): this {
    this.int(flags).int(texts.length);
    for (const text of texts) this.char(text);
    return this;
  }
  integers(values: readonly number[], flags = 13): this {
    this.int(flags).int(values.length);
    for (const value of values) this.int(value);
    return this;
  }
  doubles(values: readonly number[], flags = 14): this {
    this.int(flags).int(values.length);
    for (const value of values) this.double(value);
    return this;
  }
  /** A call of a function by name with symbols as arguments. */
  call(name: string, ...args: string[]): this {
    this.int(6).symbol(name);
    for (const arg of args) this.int(2).symbol(arg);
    return this.nil();
  }
  done(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
