import type { KeyPath, StructuredText } from '../../containers/yaml-document.js';
import type { Value } from './value.js';
import { constant, UNKNOWN } from './values.js';

/** A parsed configuration as a value whose scalars remember key and line. */
export function structuredValue(value: unknown, path: string, keys: KeyPath, text: StructuredText, depth = 0): Value {
  if (depth > 24) return UNKNOWN;
  if (Array.isArray(value))
    return {
      kind: 'list',
      items: value
        .slice(0, 64)
        .map((item: unknown, index) => structuredValue(item, path, [...keys, index], text, depth + 1)),
    };
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    const entries = Object.entries(value).map(([key, item]): [string, Value] => [
      key,
      structuredValue(item, path, [...keys, key], text, depth + 1),
    ]);
    return { kind: 'dict', entries: new Map(entries), open: false };
  }
  const plain = typeof value === 'bigint' ? Number(value) : value;
  if (plain !== null && typeof plain !== 'string' && typeof plain !== 'number' && typeof plain !== 'boolean')
    return UNKNOWN;
  // An interpolation such as ${paths.data} is known only when the program runs.
  if (typeof plain === 'string' && plain.includes('${'))
    return {
      kind: 'text',
      source: plain,
      parts: plain.split(/(\$\{[^}]*\})/).map((part) => (part.startsWith('${') ? null : part)),
    };
  return {
    ...constant(plain),
    origin: { how: 'config', path, name: String(keys.at(-1) ?? ''), line: text.lineOf(keys) },
  } as Value;
}
