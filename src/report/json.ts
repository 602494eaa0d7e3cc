import { byBytes } from '../bytes/order.js';

/**
 * Canonical JSON of a public document: keys sorted by their UTF-8 bytes, two spaces, LF, one trailing newline. Arrays
 * keep their order. Numbers that JSON cannot hold are strings (`"NaN"`, `"Infinity"`); undefined is left out.
 */
export const canonicalJson = (value: unknown): string => `${written(value, '\n')}\n`;

function written(value: unknown, indent: string): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `"${value}"`;
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return writtenArray(value, indent);
  if (value !== null && typeof value === 'object') return writtenObject(value as Record<string, unknown>, indent);
  return JSON.stringify(value ?? null);
}

function writtenArray(items: readonly unknown[], indent: string): string {
  if (items.every((item) => item === null || typeof item === 'number' || typeof item === 'boolean'))
    return `[${items.map((item) => written(item, indent)).join(', ')}]`;
  const inner = `${indent}  `;
  return `[${items.map((item) => inner + written(item, inner)).join(',')}${indent}]`;
}

function writtenObject(object: Record<string, unknown>, indent: string): string {
  const inner = `${indent}  `;
  let text = '';
  for (const key of Object.keys(object).sort(byBytes)) {
    const value = object[key];
    if (value !== undefined) text += `${text && ','}${inner}${JSON.stringify(key)}: ${written(value, inner)}`;
  }
  return text === '' ? '{}' : `{${text}${indent}}`;
}
