import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, subSource } from '../bytes/source.js';
import { ForwardReader } from './forward-reader.js';

/*
 * BSON 1.1 (bsonspec.org). Document: i32 length of all, elements, a zero byte. Element: u8 type, key up to a zero byte, value.
 */
const TYPE = {
  double: 0x01,
  text: 0x02,
  document: 0x03,
  array: 0x04,
  binary: 0x05,
  boolean: 0x08,
  i32: 0x10,
  i64: 0x12,
};
const TEXT_TYPES = new Set([TYPE.text, 0x0d, 0x0e]);
/** Values that are read over: undefined, object id, time, null, timestamp, decimal, least and greatest key. */
const SIZES: ReadonlyMap<number, number> = new Map([
  [0x06, 0],
  [0x07, 12],
  [0x09, 8],
  [0x0a, 0],
  [0x11, 8],
  [0x13, 16],
  [0xff, 0],
  [0x7f, 0],
]);
const LONGEST_KEY = 4096;
const LONGEST_TEXT = 64 << 20;
/** Values that are kept as values of their own; arrays of numbers are one. */
const MOST_VALUES = 4_000_000;

/** Bytes that stay in the source. */
export interface BsonBinary {
  /** Offset of the first byte in the source. */
  start: number;
  length: number;
}
export type BsonDocument = Map<string, Bson>;
export type Bson = null | boolean | number | bigint | string | Bson[] | BsonBinary | BsonDocument;

export const isBinary = (value: Bson | undefined): value is BsonBinary =>
  typeof value === 'object' && value !== null && 'start' in value;

/** Reads the document that a source is, and counts its values; binary ones are left where they are. Throws FormatError. */
export async function readBson(
  source: ByteSource,
  limits: Limits,
): Promise<{ document: BsonDocument; values: number }> {
  const reader = new BsonReader(source, limits.depth);
  const document = await reader.document(0);
  if (reader.offset !== source.size)
    throw new FormatError('invalid-structure', `expected the end at ${reader.offset}, found ${source.size} bytes`);
  return { document, values: reader.values };
}

class BsonReader {
  #reader: ForwardReader;
  values = 0;

  constructor(
    source: ByteSource,
    readonly deepest: number,
  ) {
    this.#reader = new ForwardReader(subSource(source, 0, source.size));
  }
  get offset(): number {
    return this.#reader.offset;
  }

  async document(depth: number): Promise<BsonDocument> {
    const document: BsonDocument = new Map();
    await this.#elements(depth, (key, value) => document.set(key, value));
    return document;
  }

  async #elements(depth: number, add: (key: string, value: Bson) => void): Promise<void> {
    const start = this.offset;
    if (depth > this.deepest)
      throw new FormatError('resource-limit', `expected at most ${this.deepest} nested documents, found more`, start);
    const end = start + (await this.#size(5));
    for (;;) {
      const type = await this.#reader.u8();
      if (type === 0) break;
      if (++this.values > MOST_VALUES)
        throw new FormatError('resource-limit', `expected at most ${MOST_VALUES} values, found more`, this.offset);
      add(await this.#key(), await this.#value(type, depth));
    }
    if (this.offset !== end)
      throw new FormatError('invalid-structure', `expected a document to end at ${end}, found ${this.offset}`, start);
  }

  async #value(type: number, depth: number): Promise<Bson> {
    if (type === TYPE.double) return (await this.#reader.ahead(8)).f64();
    if (TEXT_TYPES.has(type)) return this.#text();
    if (type === TYPE.document) return this.document(depth + 1);
    if (type === TYPE.array) {
      const items: Bson[] = [];
      await this.#elements(depth + 1, (_, value) => items.push(value));
      return items;
    }
    if (type === TYPE.binary) return this.#binary();
    if (type === TYPE.boolean) return (await this.#reader.u8()) !== 0;
    if (type === TYPE.i32) return (await this.#reader.ahead(4)).i32();
    if (type === TYPE.i64) return small((await this.#reader.ahead(8)).i64());
    const size = SIZES.get(type);
    if (size === undefined)
      throw new FormatError('unsupported', `expected a known type of value, found ${type}`, this.offset);
    this.#reader.skip(size);
    return null;
  }

  async #binary(): Promise<BsonBinary> {
    const length = await this.#size(0);
    await this.#reader.u8();
    const start = this.offset;
    this.#reader.skip(length);
    return { start, length };
  }

  async #text(): Promise<string> {
    const length = await this.#size(1);
    if (length > LONGEST_TEXT)
      throw new FormatError('resource-limit', `expected text of at most ${LONGEST_TEXT} bytes, found ${length}`);
    const text = await this.#reader.text(length - 1);
    this.#reader.skip(1);
    return text;
  }

  async #key(): Promise<string> {
    const { offset, source } = this.#reader;
    const cursor = await this.#reader.ahead(Math.min(LONGEST_KEY, source.size - offset));
    const length = cursor.bytes.subarray(cursor.position).indexOf(0);
    if (length < 0) throw new FormatError('invalid-structure', 'expected a zero byte behind a key, found none', offset);
    const key = cursor.text(length);
    cursor.skip(1);
    return key;
  }

  async #size(least: number): Promise<number> {
    const at = this.offset;
    const size = (await this.#reader.ahead(4)).i32();
    if (size < least)
      throw new FormatError('invalid-structure', `expected a length of ${least} or more, found ${size}`, at);
    return size;
  }
}

const small = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
