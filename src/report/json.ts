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
    this.text = written(value, `\n${'  '.repeat(depth)}`);
  }
}

function written(value: unknown, indent: string): string {
  const pieces: string[] = [];
  write(value, indent, pieces);
  return pieces.join('');
}

function write(value: unknown, indent: string, to: string[]): void {
  if (typeof value === 'string') to.push(quoted(value));
  else if (typeof value === 'number') to.push(Number.isFinite(value) ? String(value) : `"${value}"`);
  else if (typeof value === 'bigint') to.push(value.toString());
  else if (Array.isArray(value)) writeArray(value, indent, to);
  else if (value instanceof JsonPart) to.push(value.text);
  else if (value !== null && typeof value === 'object') writeObject(value as Record<string, unknown>, indent, to);
  else to.push(JSON.stringify(value ?? null));
}

/** Text that stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A string as `JSON.stringify` writes it, which takes a few times as long as finding that there is nothing to escape. */
const quoted = (text: string): string =>
  text.length < LONG_TEXT && PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);

/** From this length on `JSON.stringify` is as fast. */
const LONG_TEXT = 256;

function writeArray(items: readonly unknown[], indent: string, to: string[]): void {
  const isRow = items.every((item) => item === null || typeof item === 'number' || typeof item === 'boolean');
  const inner = isRow ? indent : `${indent}  `;
  let before = isRow ? '[' : `[${inner}`;
  const between = isRow ? ', ' : `,${inner}`;
  for (const item of items) {
    to.push(before);
    write(item, inner, to);
    before = between;
  }
  to.push(isRow ? (items.length > 0 ? ']' : '[]') : `${indent}]`);
}

function writeObject(object: Record<string, unknown>, indent: string, to: string[]): void {
  const inner = `${indent}  `;
  let before = `{${inner}`;
  for (const key of sortedKeys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    to.push(before, quoted(key), ': ');
    write(value, inner, to);
    before = `,${inner}`;
  }
  to.push(before.startsWith('{') ? '{}' : `${indent}}`);
}

/** Keys in their order. Most objects of a document are like the one before, and many are written down sorted. */
function sortedKeys(object: Record<string, unknown>): string[] {
  const keys = Object.keys(object);
  for (let i = 1; i < keys.length; i++)
    if (byBytes(keys[i - 1] as string, keys[i] as string) > 0) return keys.sort(byBytes);
  return keys;
}
