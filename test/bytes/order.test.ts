import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { byBytes } from '../../src/bytes/order.js';
import { runs } from '../thorough.js';

describe('order by bytes', () => {
  it('is that of the UTF-8 bytes', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'é', '\u07ff', '\u0800', '\ud7ff', '\ue000', '\uffff', '𐀀', '😀', '\u{10ffff}'),
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(byBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { numRuns: runs(500) },
    );
  });
});
