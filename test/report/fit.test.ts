import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cut, displayWidth, fitBlocks, pad, wrap } from '../../src/report/fit.js';
import { bytes, numbers } from '../../src/report/words.js';

describe('width', () => {
  it('counts wide characters twice and marks not at all', () => {
    expect(displayWidth('abc')).toBe(3);
    expect(displayWidth('日本')).toBe(4);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(displayWidth('🙂')).toBe(2);
  });

  it('is never more than asked for after cutting', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 4, max: 30 }),
        fc.constantFrom('middle' as const, 'end' as const),
        (string, width, at) => {
          expect(displayWidth(cut(string, width, at))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('is filled on the side that was asked for', () => {
    expect(pad('日', 4)).toBe('日  ');
    expect(pad('7', 3, true)).toBe('  7');
  });
});

describe('wrap', () => {
  it('breaks at spaces, never inside backticks, and loses no word', () => {
    expect(wrap('Set `a b c` at the start', 10)).toEqual(['Set', '`a b c` at', 'the start']);
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 12, max: 40 }),
        (words, width) => {
          const lines = wrap(words.join(' '), width);
          expect(lines.join(' ')).toBe(words.join(' '));
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe('fitBlocks', () => {
  it('leaves out whole blocks and says so', () => {
    expect(fitBlocks(['a', 'b'], 10, 'cut')).toBe('a\nb');
    expect(fitBlocks(['aaaa', 'bbbbbbbbbb', 'cc'], 12, 'cut')).toBe('aaaa\ncc\ncut');
  });

  it('keeps the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 })), fc.integer({ min: 5, max: 200 }), (blocks, limit) => {
        expect(fitBlocks(blocks, limit, 'cut').length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

describe('numbers for people', () => {
  it('count bytes in decimal units and parameters as the field does', () => {
    expect([0, 999, 1000, 1893, 99_949, 999_499, 12e9].map(bytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.9 kB',
      '99.9 kB',
      '999 kB',
      '12.0 GB',
    ]);
    expect([15, 9999, 48_100, 124_439_808, 7.24e9].map(numbers)).toEqual(['15', '9999', '48.1k', '124M', '7.24B']);
  });
});
