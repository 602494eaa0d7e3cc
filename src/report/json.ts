import { byBytes } from '../bytes/order.js';

/**
 * Canonical JSON of a public document: keys sorted by their UTF-8 bytes, two spaces, LF, one trailing newline. Arrays
 * keep their order. Numbers that JSON cannot hold are strings (`"NaN"`, `"Infinity"`); undefined is left out.
 */
export function canonicalJson(value: unknown): string {
  const parts: string[] = [];
  write(value, '\n', parts);
  return `${parts.join('')}\n`;
}

function write(value: unknown, indent: string, parts: string[]): void {
  if (typeof value === 'number') parts.push(Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`);
  else if (typeof value === 'bigint') parts.push(value.toString());
  else if (Array.isArray(value)) writeArray(value, indent, parts);
  else if (value !== null && typeof value === 'object') writeObject(value as Record<string, unknown>, indent, parts);
  else parts.push(JSON.stringify(value ?? null));
}

function writeArray(items: readonly unknown[], indent: string, parts: string[]): void {
  if (items.every((item) => item === null || typeof item === 'number' || typeof item === 'boolean')) {
    parts.push('[');
    items.forEach((item, i) => {
      if (i > 0) parts.push(', ');
      write(item, indent, parts);
    });
    parts.push(']');
    return;
  }
  const inner = `${indent}  `;
  parts.push('[');
  items.forEach((item, i) => {
    parts.push(i > 0 ? ',' : '', inner);
    write(item, inner, parts);
  });
  parts.push(indent, ']');
}

function writeObject(object: Record<string, unknown>, indent: string, parts: string[]): void {
  const keys = Object.keys(object).filter((key) => object[key] !== undefined);
  if (keys.length === 0) {
    parts.push('{}');
    return;
  }
  const inner = `${indent}  `;
  parts.push('{');
  keys.sort(byBytes).forEach((key, i) => {
    parts.push(i > 0 ? ',' : '', inner, JSON.stringify(key), ': ');
    write(object[key], inner, parts);
  });
  parts.push(indent, '}');
}
