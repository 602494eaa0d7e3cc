import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { list, quote, shorten, visible } from '../../src/assess/quote.js';
import { personalPaths, redact, redactDeep } from '../../src/assess/redact.js';

/** No half of a surrogate pair stands alone. */
const isWellFormed = (text: string): boolean => Buffer.from(text).toString() === text;

describe('quoting', () => {
  it('makes what cannot be seen visible', () => {
    expect(visible('a\u202eb\u0000\n`')).toBe("a\\u{202e}b\\u{0}\\u{a}'");
  });

  it('leaves nothing that moves a cursor, reverses text or ends a quote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(quote(text).slice(1, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069`]/);
        expect(isWellFormed(quote(text))).toBe(true);
      }),
    );
  });

  it('shortens in the middle, never through a pair', () => {
    expect(shorten('abcdefghij', 5)).toBe('ab…ij');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 20 }), (text, length) => {
        const short = shorten(text, length);
        expect(short.length).toBeLessThanOrEqual(length);
        if (isWellFormed(text)) expect(isWellFormed(short)).toBe(true);
      }),
    );
  });

  it('lists a few names and counts the rest', () => {
    expect(list([])).toBe('');
    expect(list(['a'])).toBe('`a`');
    expect(list(['a', 'b'])).toBe('`a` and `b`');
    expect(list(['a', 'b', 'c', 'd', 'e'])).toBe('`a`, `b`, `c` and 2 more');
  });
});

describe('redaction', () => {
  it('takes mail addresses and user names out of our texts', () => {
    expect(redact('by anna.b@lmu.de in /home/anna/x, /Users/Bob/y and C:\\Users\\Eve\\z')).toBe(
      'by [mail address] in /home/[user]/x, /Users/[user]/y and C:\\Users\\[user]\\z',
    );
  });

  it('leaves what names nobody', () => {
    for (const text of ['/home/runner/work', '/root/x', 'a@b', 'x @ y', 'y ~ a@b', 'C:\\Windows', 'home/page/x'])
      expect(redact(text)).toBe(text);
  });

  it('reaches into plain values and keeps their keys', () => {
    expect(redactDeep({ '/home/anna': ['/home/anna/x', 3, null, { a: 'b@c.de' }] })).toEqual({
      '/home/anna': ['/home/[user]/x', 3, null, { a: '[mail address]' }],
    });
    expect(personalPaths('/home/anna/x /home/runner/y')).toEqual(['/home/anna']);
  });
});
