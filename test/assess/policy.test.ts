import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/assess/finding.js';
import { exceeds, sortFindings, verdictOf } from '../../src/assess/policy.js';

const finding = (part: Partial<Finding>): Finding => ({
  rule: 'r',
  kind: 'r',
  severity: 'note',
  confidence: 'high',
  path: 'a',
  message: '',
  advice: '',
  ...part,
});

describe('policy', () => {
  it('fails at and over the threshold', () => {
    const warning = [finding({ severity: 'warning' })];
    expect(exceeds(warning, 'error')).toBe(false);
    expect(exceeds(warning, 'warning')).toBe(true);
    expect(exceeds([finding({ severity: 'error' })], 'warning')).toBe(true);
    expect(exceeds([finding({ severity: 'error' })], 'never')).toBe(false);
  });

  it('does not count findings that the base branch has', () => {
    expect(exceeds([finding({ severity: 'error', newAgainstBase: false })], 'error')).toBe(false);
    expect(exceeds([finding({ severity: 'error', newAgainstBase: true })], 'error')).toBe(true);
  });

  it('takes the verdict from the gravest finding', () => {
    expect(verdictOf([])).toBe('pass');
    expect(verdictOf([{ severity: 'note' }])).toBe('pass');
    expect(verdictOf([{ severity: 'note' }, { severity: 'warning' }])).toBe('attention');
    expect(verdictOf([{ severity: 'error' }, { severity: 'warning' }])).toBe('fail');
  });

  it('sorts by severity, bytes of the path, and place', () => {
    const sorted = sortFindings([
      finding({ path: 'ä' }),
      finding({ path: 'z', line: 9 }),
      finding({ path: 'z', line: 10 }),
      finding({ path: 'b', severity: 'error' }),
      finding({ path: '\u{1f600}' }),
      finding({ path: '\uffee' }),
    ]);
    expect(sorted.map(({ path, line }) => `${path}${line ?? ''}`)).toEqual([
      'b',
      'z9',
      'z10',
      'ä',
      '\uffee',
      '\u{1f600}',
    ]);
  });
});
