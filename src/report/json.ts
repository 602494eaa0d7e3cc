import { oncePerText } from '../bytes/once-per.js';
import { byBytes } from '../bytes/order.js';

/**
 * Canonical JSON of a public document: keys sorted by their UTF-8 bytes, two spaces, LF, one trailing newline. Arrays
 * keep their order. Numbers that JSON cannot hold are strings (`"NaN"`, `"Infinity"`); undefined is left out.
 */
export const canonicalJson = (value: unknown): string => `${written(value, '\n')}\n`;

/** A value of a document that is written before the others, so that what it was made of need not be kept until then. */
export class JsonPart {
  readonly text: string;

  /** `depth`: how many objects and arrays of the document are around the value. */
  constructor(value: unknown, depth: number) {
    this.text = flat(written(value, `\n${'  '.repeat(depth)}`));
  }
}

/**
 * The same text. What was put together of many pieces is a tree of them in V8 until somebody looks into it, and takes some ten
 * times the memory.
 */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

function written(value: unknown, indent: string): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `"${value}"`;
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return writtenArray(value, indent);
  if (value instanceof JsonPart) return value.text;
  if (value !== null && typeof value === 'object') return writtenObject(value as Record<string, unknown>, indent);
  return JSON.stringify(value ?? null);
}

/** Text that stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A string as `JSON.stringify` writes it, which takes a few times as long as finding that there is nothing to escape. */
const quoted = (text: string): string =>
  text.length < LONG_TEXT && PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);

/** From this length on `JSON.stringify` is as fast. */
const LONG_TEXT = 256;

function writtenArray(items: readonly unknown[], indent: string): string {
  if (items.length === 0) return '[]';
  const isRow = items.every((item) => item === null || typeof item === 'number' || typeof item === 'boolean');
  const inner = isRow ? indent : `${indent}  `;
  const between = isRow ? ', ' : `,${inner}`;
  let text = isRow ? '[' : `[${inner}`;
  let before = '';
  for (const item of items) {
    text += before + written(item, inner);
    before = between;
  }
  return isRow ? `${text}]` : `${text}${indent}]`;
}

function writtenObject(object: Record<string, unknown>, indent: string): string {
  const inner = `${indent}  `;
  let text = '';
  for (const key of sortedKeys(object)) {
    const value = object[key];
    if (value !== undefined) text += `${text === '' ? '{' : ','}${inner}${named(key)}${written(value, inner)}`;
  }
  return text === '' ? '{}' : `${text}${indent}}`;
}

/** A key as it stands before its value. Documents have few different ones. */
const named = oncePerText((key) => `${quoted(key)}: `);

/** Keys in their order. Most objects of a document are like the one before, and many are written down sorted. */
function sortedKeys(object: Record<string, unknown>): string[] {
  const keys = Object.keys(object);
  for (let i = 1; i < keys.length; i++)
    if (byBytes(keys[i - 1] as string, keys[i] as string) > 0) return keys.sort(byBytes);
  return keys;
}
