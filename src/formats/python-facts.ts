import { append } from '../bytes/append.js';
import { className, entryOf, itemsOf, type PickleObject, type PickleValue } from '../containers/pickle.js';
import type { Fact } from './format.js';
import { arrayOf, type PickledArray, scalarValue } from './pickled-arrays.js';
import { attributesOf, entriesOf, joinName, keyName, pythonNumber } from './python-names.js';

/** Facts listed per file, nearest to the root first. */
const MOST_FACTS = 400;
const DEEPEST = 6;
const LONGEST_TEXT = 1_000;
const LONGEST_LIST = 32;
/** Values looked at: a dict of a million numbers is data, not a fact. */
const MOST_VISITED = 20_000;

/**
 * Scalars, short texts and short lists of a saved object by dotted path, breadth first: epoch, seeds, hyperparameters,
 * versions. Private attributes are left out, except the version that scikit-learn writes into every estimator.
 */
export function objectFacts(root: PickleValue, where: string): Fact[] {
  const facts: Fact[] = [];
  const seen = new Set<object>();
  const queue: { path: string; value: PickleValue; depth: number }[] = [{ path: '', value: root, depth: 0 }];
  for (let i = 0; i < queue.length && i < MOST_VISITED && facts.length < MOST_FACTS; i++) {
    const { path, value, depth } = queue[i] as (typeof queue)[number];
    const array = arrayOf(value);
    const plain = array ? numpyScalar(array) : plainValue(value);
    if (plain !== undefined) {
      if (path !== '') facts.push({ key: path, value: plain, where: `${where}#${path}` });
      continue;
    }
    if (array || value === null || typeof value !== 'object' || seen.has(value) || depth >= DEEPEST) continue;
    seen.add(value);
    if (value.kind === 'object') describeInstance(value, path, where, facts);
    for (const [key, child] of partsOf(value))
      queue.push({ path: joinName(path, key), value: child, depth: depth + 1 });
  }
  return facts;
}

/** Class of the saved object, and the version of scikit-learn that fitted it. */
function describeInstance(object: PickleObject, path: string, where: string, facts: Fact[]): void {
  const attributes = attributesOf(object);
  const name = className(object);
  if (attributes && path === '' && name !== undefined && !name.startsWith('collections.'))
    facts.push({ key: 'class', value: name, where });
  const version = attributes && entryOf(attributes, '_sklearn_version');
  if (typeof version === 'string' && !facts.some(({ key }) => key === 'sklearn_version')) {
    facts.push({ key: 'sklearn_version', value: version, where: `${where}#${joinName(path, '_sklearn_version')}` });
  }
}

/** What may hold facts: entries, attributes without a leading underscore, items of short lists. */
function partsOf(value: Exclude<PickleValue, string | number | bigint | boolean | null>): [string, PickleValue][] {
  const parts: [string, PickleValue][] = [];
  const items = value.kind === 'list' || value.kind === 'tuple' ? value.items : [];
  if (items.length <= LONGEST_LIST)
    append(
      parts,
      items.map((item, i): [string, PickleValue] => [String(i), item]),
    );
  for (const [key, child] of entriesOf(value) ?? []) parts.push([keyName(key), child]);
  const attributes = value.kind === 'object' ? attributesOf(value) : null;
  for (const [key, child] of (attributes && entriesOf(attributes)) ?? []) {
    const name = keyName(key);
    if (!name.startsWith('_')) parts.push([name, child]);
  }
  return parts;
}

/** A value as JSON where it is a scalar, a short text or a short list of those; undefined otherwise. */
export function plainValue(value: PickleValue, depth = 0): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.length <= LONGEST_TEXT ? value : undefined;
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : pythonNumber(value);
  if (value.kind === 'float') return Number.isFinite(value.value) ? value.value : pythonNumber(value.value);
  if (value.kind === 'bytes')
    return value.held && isText(value.held) ? Buffer.from(value.held).toString('latin1') : undefined;
  if (depth > 2) return undefined;
  const items = itemsOf(value);
  if (items)
    return items.length > 0 && items.length <= LONGEST_LIST
      ? all(items.map((item) => plainValue(item, depth + 1)))
      : undefined;
  return value.kind === 'object' ? scalarOf(value, depth) : undefined;
}

const all = (values: unknown[]): unknown[] | undefined => (values.includes(undefined) ? undefined : values);
const isText = (bytes: Uint8Array): boolean =>
  bytes.length <= 200 && bytes.every((byte) => byte >= 0x20 && byte < 0x7f);

/** Enums, paths and other objects that one plain value makes; NumPy scalars. */
function scalarOf(object: PickleObject, depth: number): unknown {
  const array = arrayOf(object);
  if (array) return numpyScalar(array);
  const args = itemsOf(object.args) ?? [];
  if (object.state !== undefined || object.entries || object.items || args.length !== 1) return undefined;
  const [only] = args;
  return only !== undefined && itemsOf(only) === null ? plainValue(only, depth + 1) : undefined;
}

/** JSON has no infinities and no large integers; they are spelled. */
function numpyScalar(array: PickledArray): unknown {
  const value = scalarValue(array);
  return typeof value === 'boolean' || value === undefined ? value : plainValue(value);
}
