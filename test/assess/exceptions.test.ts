import { describe, expect, it } from '@jest/globals';
import { type AssessInput, assess } from '../../src/assess/assess.js';
import type { Finding } from '../../src/assess/finding.js';
import { exceeds } from '../../src/assess/policy.js';
import { DEFAULT_CONFIG, type Exception, parseConfig } from '../../src/config.js';
import { renderSarif } from '../../src/report/sarif.js';
import { input } from './make.js';

const SHA = 'ab'.repeat(32);
const load = {
  path: 'predict.py',
  line: 2,
  call: 'torch.load(weights_only=False)',
};
const exception: Exception = {
  rule: 'unsafe-loading',
  sha256: SHA,
  reason: 'reviewed by A. Kim: the file is ours',
  expires: '2027-06-30',
};

/** Assessment of a script that loads without a guard, under exceptions, on a day. */
function assessed(allow: Exception[], today = '2027-06-30', sha256 = SHA) {
  const base = input({});
  const whole: AssessInput = {
    ...base,
    evidence: { ...base.evidence, unsafeLoads: [load] },
    files: [{ path: 'predict.py', role: 'script', size: 1, sha256 }],
    config: { ...DEFAULT_CONFIG, rules: { 'unsafe-loading': 'error' }, allow },
    today,
  };
  return assess(whole);
}
const of = (rule: string, findings: readonly Finding[]) => findings.filter((finding) => finding.rule === rule);

describe('exceptions', () => {
  it('accept a finding of one file until their day, and keep it visible', () => {
    const assessment = assessed([exception]);
    expect(of('unsafe-loading', assessment.findings)).toMatchObject([
      {
        severity: 'note',
        advice: 'Accepted until 2027-06-30: reviewed by A. Kim: the file is ours',
        accepted: { severity: 'error', expires: '2027-06-30', reason: exception.reason },
      },
    ]);
    expect(of('exception-unused', assessment.findings)).toEqual([]);
    expect(exceeds(assessment.findings, 'error')).toBe(false);
  });

  it('expire', () => {
    const { findings } = assessed([exception], '2027-07-01');
    expect(of('unsafe-loading', findings)).toMatchObject([{ severity: 'error' }]);
    expect(of('exception-unused', findings)).toMatchObject([{ kind: 'exception-expired', severity: 'warning' }]);
    expect(exceeds(findings, 'error')).toBe(true);
  });

  it('fit one rule and one content only', () => {
    for (const other of [{ rule: 'dangerous-model' }, { sha256: 'cd'.repeat(32) }]) {
      const { findings } = assessed([{ ...exception, ...other }]);
      expect(of('unsafe-loading', findings)).toMatchObject([{ severity: 'error' }]);
      expect(of('exception-unused', findings)).toMatchObject([{ kind: 'exception-unmatched' }]);
    }
    // Without a digest nothing is known to be the reviewed file.
    expect(of('unsafe-loading', assessed([exception], '2027-01-01', '').findings)).toMatchObject([
      { severity: 'error' },
    ]);
  });

  it('never accept a secret', () => {
    const refused = [{ path: 'key.pem', kind: 'secret' as const, reason: 'a key', advice: 'Remove it.' }];
    const config = { ...DEFAULT_CONFIG, allow: [{ ...exception, rule: 'secret-in-repository' }] };
    const files = [{ path: 'key.pem', role: 'other' as const, size: 1, sha256: SHA }];
    const { findings } = assess({ ...input({}), refused, config, files });
    expect(of('secret-in-repository', findings)).toMatchObject([{ severity: 'error' }]);
  });

  it('are suppressions in SARIF', () => {
    const [run] = JSON.parse(renderSarif(assessed([exception]))).runs;
    expect(run.results.find((r: { ruleId: string }) => r.ruleId === 'unsafe-loading')).toMatchObject({
      level: 'note',
      suppressions: [{ kind: 'external', status: 'accepted', justification: exception.reason }],
    });
  });
});

describe('allow in the configuration', () => {
  it('is read, digests in lower case', () => {
    const text = `allow:\n  - {rule: dangerous-model, sha256: ${SHA.toUpperCase()}, reason: looked at it twice, expires: 2027-06-30}\n`;
    expect(parseConfig(text, 'c.yml').allow).toEqual([
      { rule: 'dangerous-model', sha256: SHA, reason: 'looked at it twice', expires: '2027-06-30' },
    ]);
  });

  it.each([
    ['sha256: abc', 'sha256'],
    [`sha256: ${SHA}, reason: ok`, 'reason'],
    [`sha256: ${SHA}, reason: long enough a reason, expires: tomorrow`, 'expires'],
  ])('rejects %s', (fields, key) => {
    const text = `allow:\n  - {rule: dangerous-model, ${fields}}\n`;
    expect(() => parseConfig(text, 'c.yml')).toThrow(key);
  });
});
