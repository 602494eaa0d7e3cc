import type { INamespace, Root } from 'protobufjs/light.js';
import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';

/** One field as it lies in the file; `start` and `end` enclose its payload. */
export interface WireField {
  number: number;
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  wire: 0 | 1 | 2 | 5;
  start: number;
  end: number;
  /** Value of a varint. */
  varint: bigint;
}

/** Counts fields over a whole walk: a file of two-byte fields must not keep us busy for hours. */
export interface FieldBudget {
  left: number;
}

/** Largest real graphs have some millions of fields. */
export const FIELD_BUDGET = 20_000_000;

/** A tag of 5 bytes and a varint of 10. */
const LONGEST_SCALAR = 15;
const LONGEST_VARINT = 10;
const LARGEST_FIELD = 0x1fffffff;
const FIELDS_LOOKED_AT = 64;
/** Bytes that a walk looks ahead; small, since most messages are, and values lie between. */
const WALK_WINDOW = 512;

/**
 * Fields of the message in [start, end), one after the other; payloads are not read. Use a windowed source.
 * With `cut`, a payload that runs past the end of the source is given as far as it goes, for recognition of broken files.
 */
export async function* walkFields(
  source: ByteSource,
  start: number,
  end: number,
  budget: FieldBudget,
  cut?: 'cut',
): AsyncGenerator<WireField> {
  let at = start;
  let window: Uint8Array = new Uint8Array(0);
  let windowStart = 0;
  let windowEnd = -1;
  while (at < end) {
    if (budget.left-- <= 0)
      throw new FormatError('resource-limit', `expected at most ${FIELD_BUDGET} protobuf fields, found more`, at);
    // Fields of one window are parsed without waiting for each: nearly all of a graph are a few bytes long.
    if (at < windowStart || (at + LONGEST_SCALAR > windowEnd && windowEnd < Math.min(end, source.size))) {
      windowStart = at;
      windowEnd = Math.min(end, source.size, at + WALK_WINDOW);
      window = await source.read(windowStart, windowEnd);
    }
    const field = parseField(window.subarray(at - windowStart), at, end, source.size, cut !== undefined);
    yield field;
    at = field.end;
  }
}

/**
 * Numbers of the first fields of a message that begins with `head`, as many as 64; null where its bytes are no fields.
 * Asked of every file: nothing is thrown where the answer is no, and lengths beyond any file need not be exact.
 */
export function fieldsInHead(head: Uint8Array, size: number): number[] | null {
  const numbers: number[] = [];
  for (let at = 0; at < size && at + LONGEST_SCALAR <= head.length && numbers.length < FIELDS_LOOKED_AT; ) {
    const tagEnd = varintEnd(head, at);
    const tag = varintValue(head, at, tagEnd);
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (tagEnd < 0 || number < 1 || number > LARGEST_FIELD) return null;
    numbers.push(number);
    at = tagEnd;
    if (wire === 1 || wire === 5) at += wire === 1 ? 8 : 4;
    else if (wire === 0 || wire === 2) {
      const end = varintEnd(head, at);
      if (end < 0) return null;
      at = wire === 2 ? end + varintValue(head, at, end) : end;
    } else return null;
    if (at > size) return null;
  }
  return numbers;
}

/** Offset behind a varint; -1 where it has no end within 10 bytes. */
function varintEnd(bytes: Uint8Array, at: number): number {
  for (let end = at; end < at + LONGEST_VARINT && end < bytes.length; ) if ((bytes[end++] as number) < 0x80) return end;
  return -1;
}

/** A varint as the nearest number. */
function varintValue(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  for (let i = end - 1; i >= at; i--) value = value * 128 + ((bytes[i] as number) & 0x7f);
  return value;
}

function parseField(head: Uint8Array, at: number, end: number, size: number, cut: boolean): WireField {
  const tag = parseVarint(head, 0, at);
  const number = Number(tag.value >> 3n);
  const wire = Number(tag.value & 7n);
  if (number < 1 || number > LARGEST_FIELD)
    throw new FormatError('invalid-structure', `expected a protobuf field number, found ${number}`, at);
  const start = at + tag.length;
  if (wire === 0) {
    const { value, length } = parseVarint(head, tag.length, at);
    return { number, wire, start, end: start + length, varint: value };
  }
  if (wire === 2) {
    const { value, length } = parseVarint(head, tag.length, at);
    const payload = start + length;
    return { number, wire, start: payload, end: within(payload, value, end, size, cut), varint: 0n };
  }
  if (wire === 1 || wire === 5)
    return { number, wire, start, end: within(start, wire === 1 ? 8n : 4n, end, size, cut), varint: 0n };
  throw new FormatError('invalid-structure', `expected protobuf wire type 0, 1, 2 or 5, found ${wire}`, at);
}

/** End of a payload; beyond the file it is truncated, beyond its message it contradicts the format. */
function within(start: number, length: bigint, end: number, size: number, cut: boolean): number {
  const left = BigInt(end - start);
  if (length <= left) return start + Number(length);
  const truncated = length > BigInt(size - start);
  if (truncated && cut) return size;
  throw new FormatError(
    truncated ? 'truncated' : 'invalid-structure',
    `expected a field of ${length} bytes, found ${left}`,
    start,
  );
}

/** A varint at `index`, as an unsigned 64-bit number. */
export function parseVarint(bytes: Uint8Array, index: number, offset = 0): { value: bigint; length: number } {
  let low = 0;
  let value = 0n;
  for (let i = 0; i < LONGEST_VARINT; i++) {
    const byte = bytes[index + i];
    if (byte === undefined)
      throw new FormatError('truncated', 'expected a varint, found its beginning', offset + index);
    // The first four bytes fit a small integer: nearly every varint of a real file ends there.
    if (i < 4) low |= (byte & 0x7f) << (7 * i);
    else value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return { value: BigInt.asUintN(64, value | BigInt(low)), length: i + 1 };
  }
  throw new FormatError('invalid-structure', 'expected a varint of at most 10 bytes, found more', offset + index);
}

/** UTF-8 text of a length-delimited field. */
export async function readText(source: ByteSource, field: WireField): Promise<string> {
  return Buffer.from(await source.read(field.start, field.end)).toString('utf8');
}

const roots = new WeakMap<object, Root>();

/**
 * Decodes a small message by a schema in protobufjs's JSON form. Fields that the schema leaves out are skipped; missing
 * ones have their defaults. Integers of 64 bits become numbers where exact, else text.
 */
export async function decodeMessage(
  schema: object,
  type: string,
  bytes: Uint8Array,
  offset = 0,
): Promise<Record<string, unknown>> {
  const protobuf = await import('protobufjs/light.js');
  const root = roots.get(schema) ?? protobuf.Root.fromJSON(schema as INamespace);
  roots.set(schema, root);
  const message = root.lookupType(type);
  try {
    return message.toObject(message.decode(bytes), {
      longs: String,
      enums: Number,
      defaults: true,
      arrays: true,
      objects: true,
      oneofs: true,
    });
  } catch (cause) {
    throw new FormatError('invalid-structure', `expected a ${type} message, found other bytes`, offset, { cause });
  }
}

/** A 64-bit integer that `decodeMessage` gives as text, as a number where it is exact. */
export function toNumber(value: unknown): number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : Number.NaN;
}
