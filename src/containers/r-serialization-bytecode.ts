import { FormatError } from '../bytes/format-error.js';
import { READY_BYTES } from './r-serialization-input.js';

import type { RByteCode, RObject, RPairs } from './r-serialization-objects.js';
import { countItems, type Reading, type Step, TYPE } from './r-serialization-reading.js';

/** Expressions shared inside one piece of byte code. */
const MOST_SHARED = 1_000_000;

interface Shared {
  expressions: (RObject | undefined)[];
}

/** Reads compiled code: how many expressions are shared, instructions, constants. */
export function* readByteCode(reading: Reading, start: number): Step<RObject> {
  const { input } = reading;
  if (!input.isReady()) yield READY_BYTES;
  const count = input.int();
  if (count < 0 || count > MOST_SHARED)
    throw new FormatError(
      'resource-limit',
      `expected at most ${MOST_SHARED} shared expressions, found ${count}`,
      start,
    );
  return yield* readUnit(reading, { expressions: [] }, start);
}

/** Instructions as an integer vector, then the constants, each after its type. */
function* readUnit(reading: Reading, shared: Shared, start: number): Step<RObject> {
  const { input } = reading;
  const code: RByteCode = { kind: 'bytecode', constants: [], attributes: null, start, end: start };
  yield reading.item();
  if (!input.isReady()) yield READY_BYTES;
  const count = input.int();
  for (let i = 0; i < count; i++) {
    if (!input.isReady()) yield READY_BYTES;
    const type = input.int();
    if (type === TYPE.bytecode) code.constants.push(yield readUnit(reading, shared, input.offset));
    else if (isExpression(type)) code.constants.push(yield readExpression(reading, shared, type));
    else code.constants.push(yield reading.item());
  }
  code.end = input.offset;
  return code;
}

const isExpression = (type: number): boolean =>
  type === TYPE.call ||
  type === TYPE.pairlist ||
  type === TYPE.attributeCall ||
  type === TYPE.attributeList ||
  type === TYPE.codeReference ||
  type === TYPE.codeDefinition;

/** Calls among the constants: cells that may be defined once and referred to by number. */
function* readExpression(reading: Reading, shared: Shared, first: number): Step<RObject> {
  const { input } = reading;
  let type = first;
  let result: RPairs | null = null;
  for (;;) {
    if (type === TYPE.codeReference) {
      const at = input.offset;
      const number = input.int();
      const found = shared.expressions[number];
      if (!found)
        throw new FormatError('invalid-structure', `expected a shared expression, found number ${number}`, at);
      if (result === null) return found;
      // A shared tail: its members belong to both.
      if (found.kind === 'call' || found.kind === 'pairlist') {
        countItems(reading, found.items.length);
        result.items = result.items.concat(found.items);
      }
      break;
    }
    const number = type === TYPE.codeDefinition ? input.int() : -1;
    if (type === TYPE.codeDefinition) type = input.int();
    if (type !== TYPE.call && type !== TYPE.pairlist && type !== TYPE.attributeCall && type !== TYPE.attributeList) {
      const item = yield reading.item();
      if (result === null) return item;
      if (item.kind !== 'null') result.items.push({ tag: null, value: item, isActive: false });
      break;
    }
    const pairs: RPairs = result ?? {
      kind: type === TYPE.call || type === TYPE.attributeCall ? 'call' : 'pairlist',
      items: [],
      attributes: null,
      start: input.offset,
      end: input.offset,
    };
    result = pairs;
    if (number >= 0 && number < MOST_SHARED) shared.expressions[number] = pairs;
    if (type === TYPE.attributeCall || type === TYPE.attributeList) yield reading.item();
    const tag = yield reading.item();
    if (!input.isReady()) yield READY_BYTES;
    const value = yield readExpression(reading, shared, input.int());
    pairs.items.push({ tag: tag.kind === 'symbol' ? tag.name : null, value, isActive: false });
    if (!input.isReady()) yield READY_BYTES;
    type = input.int();
  }
  result.end = input.offset;
  return result;
}
