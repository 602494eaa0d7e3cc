import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { watchSilence } from '../../src/bytes/silence.js';

describe('watching a server for silence', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** What a watch of ten seconds says after minutes, while so many bytes come every nine seconds. */
  const saidOf = (bytes: number): unknown => {
    const watch = watchSilence(10_000);
    for (let i = 0; i < 20; i++) {
      jest.advanceTimersByTime(9_000);
      watch.alive(bytes);
    }
    return watch.signal.reason;
  };

  it('lets one go on that sends something', () => {
    expect(saidOf(1024)).toBeUndefined();
  });

  it('ends one that sends nothing, or so little that it would never come to an end', () => {
    expect(saidOf(0)).toEqual(new Error('no answer for 10 seconds'));
    expect(saidOf(1)).toEqual(new Error('no more than 1 bytes for 10 seconds'));
  });
});
