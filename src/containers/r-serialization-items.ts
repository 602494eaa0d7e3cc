import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import { unwrapAltrep } from './r-serialization-altrep.js';
import { readByteCode } from './r-serialization-bytecode.js';
import { READY_BYTES, type RInput } from './r-serialization-input.js';
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
} from './r-serialization-objects.js';
import { countItems, type Reading, type Step, TYPE } from './r-serialization-reading.js';
import { readChar, readVector } from './r-serialization-vectors.js';

const HAS_ATTRIBUTES = 0x200;
const HAS_TAG = 0x400;
/** Bit 15 of the levels of a pairlist cell: an active binding. */
const ACTIVE_BINDING = 1 << 27;

/** A reading at its beginning. */
export function newReading(input: RInput, latin1: boolean): Reading {
  const reading: Reading = { input, references: [], latin1, items: 0, texts: 0, item: () => readItem(reading) };
  return reading;
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
function* readItem(reading: Reading): Step<RObject> {
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
  if (frame.kind === 'pairlist') append(variables, frame.items);
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
