import { FormatError } from '../bytes/format-error.js';
import type { RInput } from './r-serialization-input.js';
import type { RObject } from './r-serialization-objects.js';

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
  /** Reads the next item: items contain items. */
  item(): Step<RObject>;
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

/** Counts items against the limit. */
export function countItems(reading: Reading, count: number): void {
  reading.items += count;
  if (reading.items > MOST_ITEMS)
    throw new FormatError('resource-limit', `expected at most ${MOST_ITEMS} items, found more`, reading.input.offset);
}
