import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, JsonPart } from '../../src/report/json.js';

describe('canonicalJson', () => {
  it('sorts keys by bytes, keeps arrays, ends with one newline', () => {
    expect(canonicalJson({ b: [3, 1, 2], a: { '\u{1f600}': 1, '\uffee': 2 }, c: [] })).toBe(
      '{\n  "a": {\n    "\uffee": 2,\n    "\u{1f600}": 1\n  },\n  "b": [3, 1, 2],\n  "c": []\n}\n',
    );
  });

  it('leaves undefined out and writes numbers that JSON cannot hold as text', () => {
    expect(canonicalJson({ a: undefined, b: Number.NaN, c: [Number.POSITIVE_INFINITY, -0], d: 2n ** 64n })).toBe(
      '{\n  "b": "NaN",\n  "c": ["Infinity", 0],\n  "d": 18446744073709551616\n}\n',
    );
  });

  it('says the same as JSON.stringify, independent of the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(text.endsWith('\n') && !text.endsWith('\n\n')).toBe(true);
      }),
    );
  });

  it('gives the same text where values were written before their document', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const inner = (value: unknown) => ({ list: [{ value }] });
        expect(canonicalJson({ all: values.map((value) => new JsonPart(inner(value), 2)) })).toBe(
          canonicalJson({ all: values.map(inner) }),
        );
      }),
    );
  });

  it('gives the same text for keys in any order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 8 }), (keys) => {
        const plain = keys.filter((key) => key !== '__proto__');
        const [forth, back] = [plain, [...plain].reverse()].map((order) =>
          canonicalJson(Object.fromEntries(order.map((key) => [key, key]))),
        );
        expect(back).toBe(forth);
      }),
    );
  });
});
