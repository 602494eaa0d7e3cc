import { byBytes } from '../bytes/order.js';
import type { Config } from '../config.js';
import type { Verdict } from './assessment.js';
import { type Finding, SEVERITIES, type Severity } from './finding.js';

/** Severity of a rule under a configuration; `off` silences it. */
export const configured = (rule: string, severity: Severity, config: Pick<Config, 'rules'>): Severity | 'off' =>
  config.rules[rule] ?? severity;

/** True where findings reach the threshold: exit code 1. On a pull request only what its base does not have counts. */
export function exceeds(findings: readonly Finding[], failOn: Config['failOn']): boolean {
  if (failOn === 'never') return false;
  const threshold = SEVERITIES.indexOf(failOn);
  return findings.some(
    (finding) => finding.newAgainstBase !== false && SEVERITIES.indexOf(finding.severity) >= threshold,
  );
}

/** `fail` with an error, `attention` with a warning, else `pass`. */
export function verdictOf(findings: readonly Pick<Finding, 'severity'>[]): Verdict {
  if (findings.some(({ severity }) => severity === 'error')) return 'fail';
  return findings.some(({ severity }) => severity === 'warning') ? 'attention' : 'pass';
}

/** Gravest first, then by rule, path, line and offset, so that the same facts always give the same report. */
export const sortFindings = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort(
    (a, b) =>
      SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
      byBytes(a.path, b.path) ||
      position(a) - position(b) ||
      byBytes(a.rule, b.rule) ||
      byBytes(a.message, b.message),
  );

const position = ({ line, cell, offset }: Finding): number => line ?? cell ?? offset ?? 0;
