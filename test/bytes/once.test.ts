import { describe, expect, it } from '@jest/globals';
import { once } from '../../src/bytes/once.js';

describe('once', () => {
  it('makes nothing before it is asked, and one thing for all who ask', () => {
    let made = 0;
    const table = once(() => {
      made++;
      return new Map();
    });
    expect(made).toBe(0);
    expect(table()).toBe(table());
    expect(made).toBe(1);
  });
});
