import {
  calleeName,
  entryOf,
  itemsOf,
  type PickleDict,
  type PickleObject,
  type PickleValue,
  textOf,
} from '../containers/pickle.js';
import { arrayOf, scalarValue } from './pickled-arrays.js';

/** Key of a dict as a segment of a dotted path: text as it is, everything else as Python prints it. */
export function keyName(key: PickleValue): string {
  return textOf(key) ?? scalarName(key) ?? repr(key, 0);
}

/** A NumPy scalar as a key reads like the number that it is. */
function scalarName(key: PickleValue): string | undefined {
  const array = typeof key === 'object' ? arrayOf(key) : null;
  const value = array ? scalarValue(array) : undefined;
  if (value === undefined || typeof value === 'boolean')
    return value === undefined ? undefined : value ? 'True' : 'False';
  return pythonNumber(value, array?.dtype.kind === 'f');
}

export const joinName = (path: string, key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);

/** What `repr` prints for plain values. */
function repr(value: PickleValue, depth: number): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string')
    return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${value.replaceAll("'", "\\'")}'`;
  if (typeof value !== 'object') return pythonNumber(value);
  if (value.kind === 'float') return pythonNumber(value.value, true);
  if (value.kind === 'global') return value.name;
  const items = itemsOf(value);
  if (!items || depth > 4) return `(${value.kind})`;
  const text = items.map((item) => repr(item, depth + 1)).join(', ');
  if (value.kind === 'tuple') return items.length === 1 ? `(${text},)` : `(${text})`;
  return value.kind === 'list' ? `[${text}]` : `{${text}}`;
}

/** Integers and floats as Python spells them: `1e-05`, `inf`. */
export function pythonNumber(value: number | bigint, isFloat = false): string {
  if (typeof value === 'bigint') return String(value);
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const text = Object.is(value, -0) ? '-0' : String(value);
  const spelled = text.replace(/e([+-])(\d)$/, 'e$10$2');
  return isFloat && /^-?\d+$/.test(spelled) ? `${spelled}.0` : spelled;
}

const DICTIONARIES = /^collections\.(OrderedDict|defaultdict|Counter)$/;

/** Entries of a dict or of a subclass of dict, each key once with its last value; null for everything else. */
export function entriesOf(value: PickleValue): [PickleValue, PickleValue][] | null {
  if (value === null || typeof value !== 'object') return null;
  if (value.kind === 'dict') return lastEntries(value);
  if (value.kind !== 'object') return null;
  if (value.entries) return lastEntries(value.entries);
  if (!DICTIONARIES.test(calleeName(value) ?? '')) return null;
  const [first] = itemsOf(value.args) ?? [];
  if (first !== undefined && first !== null && typeof first === 'object' && first.kind === 'dict')
    return lastEntries(first);
  const pairs: [PickleValue, PickleValue][] = [];
  for (const pair of itemsOf(first) ?? []) {
    const [key, item] = itemsOf(pair) ?? [];
    if (key !== undefined && item !== undefined) pairs.push([key, item]);
  }
  return pairs;
}

function lastEntries({ keys, values }: PickleDict): [PickleValue, PickleValue][] {
  if (keys.length === 1) return [[keys[0] as PickleValue, values[0] as PickleValue]];
  const seen = new Map<unknown, number>();
  const entries: [PickleValue, PickleValue][] = [];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as PickleValue;
    const identity = typeof key === 'object' && key !== null ? (textOf(key) ?? key) : key;
    const before = seen.get(identity);
    if (before !== undefined) (entries[before] as [PickleValue, PickleValue])[1] = values[i] as PickleValue;
    else {
      seen.set(identity, entries.length);
      entries.push([key, values[i] as PickleValue]);
    }
  }
  return entries;
}

/** Attributes of an instance: the dict of its state, or of (dict, slots). Null where the state is something else. */
export function attributesOf(object: PickleObject): PickleDict | null {
  const { state } = object;
  if (state === undefined || state === null || typeof state !== 'object') return null;
  if (state.kind === 'dict') return state;
  const parts = state.kind === 'tuple' && state.items.length === 2 ? state.items : [];
  const dicts = parts.filter(
    (part): part is PickleDict => part !== null && typeof part === 'object' && part.kind === 'dict',
  );
  if (dicts.length === 0 || dicts.length + parts.filter((part) => part === null).length !== 2) return null;
  return { kind: 'dict', keys: dicts.flatMap(({ keys }) => keys), values: dicts.flatMap(({ values }) => values) };
}

/** Attribute of an instance by name. */
export const attributeOf = (object: PickleObject, name: string): PickleValue | undefined => {
  const attributes = attributesOf(object);
  return attributes ? entryOf(attributes, name) : undefined;
};
