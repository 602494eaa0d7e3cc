import { FormatError } from '../bytes/format-error.js';
import { unwrapAltrep } from './r-serialization-altrep.js';
import { readByteCode } from './r-serialization-bytecode.js';
import { NA_INTEGER, READY_BYTES, type RInput } from './r-serialization-input.js';
import {
  constant,
  type RClosure,
  type REnvironment,
  type RNamespace,
  type RObject,
  type RPair,
  type RPairs,
  type RPointer,
  type RPromise,
  type RVector,
} from './r-serialization-objects.js';

/**
 * A reader as a generator: it yields readers of inner items and gets their results, or yields a number of bytes that must
 * be ready. So nesting in the file is no nesting of calls.
 */
export type Step<T> = Generator<Step<RObject> | number, T, RObject>;

/** State of one reading. */
export interface Reading {
  input: RInput;
  /** Symbols, environments, pointers and namespaces that later items refer to by number. */
  references: RObject[];
  /** Texts without a mark are Latin-1. */
  latin1: boolean;
  items: number;
  texts: number;
}

/** Types of items (R Internals, section 1.8 "Serialization Formats"). */
export const TYPE = {
  symbol: 1,
  pairlist: 2,
  closure: 3,
  environment: 4,
  promise: 5,
  call: 6,
  special: 7,
  builtin: 8,
  char: 9,
  logical: 10,
  integer: 13,
  double: 14,
  complex: 15,
  string: 16,
  dots: 17,
  list: 19,
  expression: 20,
  bytecode: 21,
  pointer: 22,
  weakReference: 23,
  raw: 24,
  s4: 25,
  altrep: 238,
  attributeList: 239,
  attributeCall: 240,
  baseEnvironment: 241,
  emptyEnvironment: 242,
  codeReference: 243,
  codeDefinition: 244,
  persistent: 247,
  package: 248,
  namespace: 249,
  baseNamespace: 250,
  missing: 251,
  unbound: 252,
  global: 253,
  nil: 254,
  reference: 255,
} as const;

/** Items of one serialization that are kept in memory; a forest of thousands of trees has some hundred thousand. */
const MOST_ITEMS = 5_000_000;
/** Strings kept in memory: of one vector, and of all. */
const MOST_TEXTS = 200_000;
const MOST_TEXTS_IN_ALL = 2_000_000;
/** Values of numeric vectors kept in memory. */
const SHORT_VECTOR = 64;
const HAS_ATTRIBUTES = 0x200;
const HAS_TAG = 0x400;
/** Bit 15 of the levels of a pairlist cell: an active binding. */
const ACTIVE_BINDING = 1 << 27;

export const newReading = (input: RInput, latin1: boolean): Reading => ({
  input,
  references: [],
  latin1,
  items: 0,
  texts: 0,
});

/** Counts items against the limit. */
export function countItems(reading: Reading, count: number): void {
  reading.items += count;
  if (reading.items > MOST_ITEMS)
    throw new FormatError('resource-limit', `expected at most ${MOST_ITEMS} items, found more`, reading.input.offset);
}

const CONSTANTS: Readonly<Record<number, RObject>> = {
  [TYPE.nil]: constant('null'),
  [TYPE.global]: constant('global'),
  [TYPE.unbound]: constant('unbound'),
  [TYPE.missing]: constant('missing'),
  [TYPE.baseNamespace]: constant('base-namespace'),
  [TYPE.baseEnvironment]: constant('base'),
  [TYPE.emptyEnvironment]: constant('empty'),
};

/** Reads the next item. */
export function* readItem(reading: Reading): Step<RObject> {
  if (!reading.input.isReady()) yield READY_BYTES;
  return yield* readAfterFlags(reading, reading.input.int());
}

function* readAfterFlags(reading: Reading, flags: number): Step<RObject> {
  const { input } = reading;
  const type = flags & 0xff;
  countItems(reading, 1);
  const fixed = CONSTANTS[type];
  if (fixed) return fixed;
  switch (type) {
    case TYPE.reference:
      return readReference(reading, flags);
    case TYPE.symbol:
      return yield* readSymbol(reading);
    case TYPE.pairlist:
    case TYPE.call:
    case TYPE.dots:
      return yield* readPairs(reading, flags);
    case TYPE.closure:
    case TYPE.promise:
      return yield* readCode(reading, flags);
    case TYPE.environment:
      return yield* readEnvironment(reading);
    case TYPE.namespace:
    case TYPE.package:
    case TYPE.persistent:
      return yield* readNamed(reading, type);
    case TYPE.pointer:
      return yield* readPointer(reading, flags);
    case TYPE.special:
    case TYPE.builtin:
      return { kind: 'builtin', name: Buffer.from(input.bytes(input.int())).toString('latin1') };
    case TYPE.altrep: {
      const start = input.offset;
      const info = yield readItem(reading);
      const state = yield readItem(reading);
      const attributes = yield readItem(reading);
      return unwrapAltrep(info, state, attributes, start, input.offset);
    }
    case TYPE.bytecode: {
      const start = input.offset;
      const code = yield readByteCode(reading, start);
      return yield* withAttributes(reading, flags, code);
    }
    default:
      return yield* withAttributes(reading, flags, yield* readVector(reading, type));
  }
}

/** Attributes follow the value where the flags say so. */
function* withAttributes(reading: Reading, flags: number, value: RObject): Step<RObject> {
  if ((flags & HAS_ATTRIBUTES) === 0) return value;
  const attributes = yield readItem(reading);
  if ('attributes' in value && attributes.kind === 'pairlist') {
    value.attributes = attributes.items;
    value.end = reading.input.offset;
  }
  return value;
}

function readReference({ input, references }: Reading, flags: number): RObject {
  const at = input.offset;
  const index = flags >>> 8 || input.int();
  const found = references[index - 1];
  if (!found)
    throw new FormatError(
      'invalid-structure',
      `expected a reference to one of ${references.length} items, found ${index}`,
      at,
    );
  return found;
}

function* readSymbol(reading: Reading): Step<RObject> {
  const name = yield* readChar(reading);
  const symbol: RObject = { kind: 'symbol', name: name ?? 'NA' };
  reading.references.push(symbol);
  return symbol;
}

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

/** Pairlists are followed along their tail in a loop: they may have any length. */
function* readPairs(reading: Reading, first: number): Step<RObject> {
  const { input } = reading;
  const type = first & 0xff;
  const pairs: RPairs = {
    kind: type === TYPE.call ? 'call' : type === TYPE.dots ? 'dots' : 'pairlist',
    items: [],
    attributes: null,
    start: input.offset,
    end: 0,
  };
  for (let flags = first; ; ) {
    if (flags & HAS_ATTRIBUTES) {
      const attributes = yield readItem(reading);
      if (attributes.kind === 'pairlist') pairs.attributes = [...(pairs.attributes ?? []), ...attributes.items];
    }
    const tag = flags & HAS_TAG ? yield readItem(reading) : null;
    const value = yield readItem(reading);
    pairs.items.push({
      tag: tag?.kind === 'symbol' ? tag.name : null,
      value,
      isActive: (flags & ACTIVE_BINDING) !== 0,
    });
    if (!input.isReady()) yield READY_BYTES;
    flags = input.int();
    const next = flags & 0xff;
    if (next === TYPE.nil) break;
    if (next !== TYPE.pairlist && next !== TYPE.call && next !== TYPE.dots) {
      // An improper tail: kept as a last member.
      pairs.items.push({ tag: null, value: yield readAfterFlags(reading, flags), isActive: false });
      break;
    }
    countItems(reading, 1);
  }
  pairs.end = input.offset;
  return pairs;
}

/** Closures and promises have the layout of a pairlist cell: attributes, environment, value, code. */
function* readCode(reading: Reading, flags: number): Step<RObject> {
  const start = reading.input.offset;
  const attributes = flags & HAS_ATTRIBUTES ? yield readItem(reading) : null;
  const environment = flags & HAS_TAG ? yield readItem(reading) : null;
  const first = yield readItem(reading);
  const second = yield readItem(reading);
  const stored = {
    start,
    end: reading.input.offset,
    attributes: attributes?.kind === 'pairlist' ? attributes.items : null,
  };
  if ((flags & 0xff) === TYPE.promise)
    return { kind: 'promise', environment, value: first, expression: second, ...stored } satisfies RPromise;
  return {
    kind: 'closure',
    environment: environment ?? constant('base'),
    formals: first,
    body: second,
    ...stored,
  } satisfies RClosure;
}

/** Variables lie in a frame, in a hash table, or in both. */
function* readEnvironment(reading: Reading): Step<RObject> {
  const start = reading.input.offset;
  reading.input.int();
  const environment: REnvironment = {
    kind: 'environment',
    enclosure: constant('empty'),
    variables: [],
    attributes: null,
    start,
    end: start,
  };
  reading.references.push(environment);
  environment.enclosure = yield readItem(reading);
  const variables: RPair[] = [];
  const frame = yield readItem(reading);
  if (frame.kind === 'pairlist') variables.push(...frame.items);
  const table = yield readItem(reading);
  if (table.kind === 'list')
    for (const bucket of table.items)
      if (bucket.kind === 'pairlist') for (const pair of bucket.items) variables.push(pair);
  const attributes = yield readItem(reading);
  environment.variables = variables;
  if (attributes.kind === 'pairlist') environment.attributes = attributes.items;
  environment.end = reading.input.offset;
  return environment;
}

/** Namespaces and packages are known by name: a zero, a count, strings. */
function* readNamed(reading: Reading, type: number): Step<RObject> {
  const { input } = reading;
  const at = input.offset;
  input.int();
  const count = input.int();
  if (count < 0 || count > 100)
    throw new FormatError('invalid-structure', `expected the name of a namespace, found ${count} strings`, at);
  const texts: string[] = [];
  for (let i = 0; i < count; i++) texts.push((yield* readChar(reading)) ?? '');
  const named: RObject =
    type === TYPE.persistent
      ? constant('persistent')
      : ({
          kind: type === TYPE.namespace ? 'namespace' : 'package',
          name: texts[0] ?? '',
          version: texts[1] ?? '',
        } satisfies RNamespace);
  reading.references.push(named);
  return named;
}

function* readPointer(reading: Reading, flags: number): Step<RObject> {
  const start = reading.input.offset;
  const pointer: RPointer = {
    kind: 'external-pointer',
    tag: constant('null'),
    guarded: constant('null'),
    attributes: null,
    start,
    end: start,
  };
  reading.references.push(pointer);
  pointer.guarded = yield readItem(reading);
  pointer.tag = yield readItem(reading);
  pointer.end = reading.input.offset;
  return yield* withAttributes(reading, flags, pointer);
}

function* readVector(reading: Reading, type: number): Step<RObject> {
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
      for (let i = 0; i < length; i++) items.push(yield readItem(reading));
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
  if (kind === 'double') return input.double();
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
