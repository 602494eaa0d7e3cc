import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Items, jsonPieces, jsonText } from '../../src/bag/json-text.js';

/** The value with some of its arrays made item by item. */
function inPieces(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(inPieces);
    return items.length % 2 === 0 ? new Items(() => items) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inPieces(member)]));
}

describe('JSON in pieces', () => {
  it('is the text of the same value as a whole', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect([...jsonPieces(inPieces(value))].join('')).toBe(jsonText(value));
      }),
      { numRuns: 300 },
    );
  });

  it('leaves out what is undefined, and keeps the lines of strings', () => {
    const value = { a: undefined, b: 'two\nlines', c: [{ d: undefined, e: 1 }] };
    expect([...jsonPieces({ ...value, c: new Items(() => value.c) })].join('')).toBe(jsonText(value));
  });

  it('makes one item after the other, each time anew', () => {
    const made: number[] = [];
    const items = new Items(function* () {
      for (let i = 0; i < 3; i++) {
        made.push(i);
        yield i;
      }
    });
    const pieces = jsonPieces({ items });
    const first = pieces.next().value;
    expect(first).toBe('{');
    expect(made).toEqual([]);
    expect([...pieces].join('')).toBe('\n  "items": [\n    0,\n    1,\n    2\n  ]\n}\n');
    expect([...jsonPieces(items)].join('')).toBe('[\n  0,\n  1,\n  2\n]\n');
    expect(made).toEqual([0, 1, 2, 0, 1, 2]);
  });
});
