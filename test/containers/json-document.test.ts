import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/bytes/format-error.js';
import { isObject, type Json, parseJson } from '../../src/containers/json-document.js';
import { runs } from '../thorough.js';

const parse = (text: string, options = {}) => parseJson(Buffer.from(text), { depth: 64, ...options });
const codeOf = (text: string | Uint8Array, depth = 64): string => {
  try {
    parseJson(Buffer.from(text), { depth });
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
  return 'none';
};
/** The same value with ordinary objects. */
const plain = (value: Json): unknown =>
  Array.isArray(value)
    ? value.map(plain)
    : isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
      : value;

describe('JSON documents', () => {
  it('reads what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'large', noUnicodeString: false }), fc.nat(3), (value, indent) => {
        expect(plain(parse(JSON.stringify(value, null, indent)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('accepts and rejects as JSON.parse does', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '\\u0041',
      '1',
      '-',
      '0',
      '.5',
      'e3',
      'true',
      'null',
      ' ',
      '\n',
      '\u0001',
      'NaN',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(codeOf(text)).toMatch(/^(truncated|invalid-structure|duplicate-key)$/);
          return;
        }
        if (codeOf(text) !== 'duplicate-key') expect(plain(parse(text))).toEqual(expected);
      }),
      { numRuns: runs(2000) },
    );
  });

  it('reports a key given twice with its place, or tells it and keeps the last', () => {
    expect(() => parse('{"a":1, "a":2}', { base: 100 })).toThrow('"a" twice at offset 108');
    const repeated: string[] = [];
    expect(plain(parse('{"a":1,"a":2}', { onDuplicate: (key: string) => repeated.push(key) }))).toEqual({ a: 2 });
    expect(repeated).toEqual(['a']);
  });

  it('treats names of the language as names', () => {
    const value = parse('{"__proto__": {"x": 1}, "constructor": 2, "hasOwnProperty": 3}');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor', 'hasOwnProperty']);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('counts offsets in bytes', () => {
    expect(() => parse('["äöü", x]')).toThrow('at offset 11');
  });

  it('stops at nesting beyond the limit, without a stack overflow', () => {
    expect(codeOf('['.repeat(100_000))).toBe('resource-limit');
    expect(codeOf('{"a":'.repeat(100_000))).toBe('resource-limit');
  });

  it('rejects bytes that are no UTF-8', () => {
    expect(codeOf(Buffer.from([0x22, 0xff, 0x22]))).toBe('invalid-structure');
  });

  it('reads what Python writes for numbers beyond JSON, when asked', () => {
    expect(parse('[NaN, Infinity, -Infinity]', { nonFinite: true })).toEqual([Number.NaN, Infinity, -Infinity]);
    expect(codeOf('[NaN]')).toBe('invalid-structure');
  });
});
