import { FormatError } from '../bytes/format-error.js';
import { NA_INTEGER, READY_BYTES, type RInput } from './r-serialization-input.js';
import type { RObject, RVector } from './r-serialization-objects.js';
import { type Reading, type Step, TYPE } from './r-serialization-reading.js';

/** Strings kept in memory: of one vector, and of all. */
const MOST_TEXTS = 200_000;
const MOST_TEXTS_IN_ALL = 2_000_000;
/** Values of numeric vectors kept in memory. */
const SHORT_VECTOR = 64;

/** A string item: flags, length, bytes; null is NA. */
export function* readChar(reading: Reading): Generator<number, string | null, RObject> {
  const { input } = reading;
  if (!input.isReady()) yield READY_BYTES;
  const at = input.offset;
  const flags = input.int();
  if ((flags & 0xff) !== TYPE.char)
    throw new FormatError('invalid-structure', `expected a string, found an item of type ${flags & 0xff}`, at);
  const length = input.int();
  if (length === -1) return null;
  if (length < 0) throw new FormatError('invalid-structure', `expected the length of a string, found ${length}`, at);
  // Escapes take up to four characters for a byte.
  const stored = input.encoding === 'ascii' ? 4 * length + 2 : length;
  if (!input.isReady(stored)) yield stored;
  return decode(input.bytes(length), flags, reading.latin1);
}

const UTF8 = 1 << 15;
const LATIN1 = 1 << 14;

/** Texts say whether they are UTF-8 or Latin-1; others are in the encoding of the machine. */
export function decode(bytes: Uint8Array, flags: number, nativeLatin1: boolean): string {
  const isLatin1 = (flags & LATIN1) !== 0 || (nativeLatin1 && (flags & UTF8) === 0);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(isLatin1 ? 'latin1' : 'utf8');
}

/** Vectors of every type, S4 objects and weak references: everything whose attributes follow it. */
export function* readVector(reading: Reading, type: number): Step<RObject> {
  const { input } = reading;
  const start = input.offset;
  const stored = { start, end: start, attributes: null };
  switch (type) {
    case TYPE.char: {
      throw new FormatError('invalid-structure', 'expected a value, found a string outside of a vector', start);
    }
    case TYPE.logical:
    case TYPE.integer:
      return yield* readNumbers(reading, type === TYPE.logical ? 'logical' : 'integer', 4, readLength(input));
    case TYPE.double:
      return yield* readNumbers(reading, 'double', 8, readLength(input));
    case TYPE.complex:
      return yield* readNumbers(reading, 'complex', 16, readLength(input));
    case TYPE.raw:
      return yield* readNumbers(reading, 'raw', 1, readLength(input));
    case TYPE.string:
      return yield* readTexts(reading, readLength(input));
    case TYPE.list:
    case TYPE.expression: {
      const length = readLength(input);
      const items: RObject[] = [];
      for (let i = 0; i < length; i++) items.push(yield reading.item());
      return { kind: type === TYPE.list ? 'list' : 'expression', items, ...stored, end: input.offset };
    }
    case TYPE.s4:
      return { kind: 's4', className: '', state: null, ...stored };
    case TYPE.weakReference: {
      const weak: RObject = { kind: 'weak-reference', className: '', state: null, ...stored };
      reading.references.push(weak);
      return weak;
    }
    default:
      throw new FormatError('invalid-structure', `expected an item of a known type, found type ${type}`, start - 4);
  }
}

/** Lengths beyond 2^31 take two more numbers. */
function readLength(input: RInput): number {
  const at = input.offset;
  const length = input.int();
  if (length >= 0) return length;
  if (length !== -1) throw new FormatError('invalid-structure', `expected a length, found ${length}`, at);
  const high = input.int();
  const low = input.int() >>> 0;
  const long = high * 2 ** 32 + low;
  if (high < 0 || !Number.isSafeInteger(long))
    throw new FormatError('invalid-structure', `expected a length, found ${high} and ${low}`, at);
  return long;
}

function* readNumbers(reading: Reading, kind: RVector['kind'], itemBytes: number, length: number): Step<RObject> {
  const { input } = reading;
  const data = input.offset;
  const vector: RVector = {
    kind,
    length,
    data,
    values: null,
    sequence: null,
    attributes: null,
    start: data,
    end: data,
  };
  if (length <= SHORT_VECTOR && kind !== 'complex') {
    if (!input.isReady()) yield READY_BYTES;
    vector.values = [];
    for (let i = 0; i < length; i++) vector.values.push(readNumber(input, kind));
  } else if (input.encoding !== 'ascii') input.moveTo(data + length * itemBytes);
  else {
    const words = kind === 'complex' ? 2 * length : length;
    for (let i = 0; i < words; i++) {
      if (!input.isReady(64)) yield READY_BYTES;
      input.word();
    }
  }
  vector.end = input.offset;
  return vector;
}

function readNumber(input: RInput, kind: RVector['kind']): number | null {
  if (kind === 'double') return input.doubleOrNull();
  if (kind === 'raw') return input.byte();
  const value = input.int();
  return value === NA_INTEGER ? null : value;
}

function* readTexts(reading: Reading, length: number): Step<RObject> {
  const { input } = reading;
  const data = input.offset;
  reading.texts += Math.min(length, MOST_TEXTS);
  const texts: (string | null)[] | null = length <= MOST_TEXTS && reading.texts <= MOST_TEXTS_IN_ALL ? [] : null;
  for (let i = 0; i < length; i++) {
    const text = yield* readChar(reading);
    texts?.push(text);
  }
  return { kind: 'character', length, data, texts, deferred: null, attributes: null, start: data, end: input.offset };
}
