import type { Config } from '../config.js';
import type { Verdict } from './assessment.js';
import { type Finding, type Severity } from './finding.js';
/** Severity of a rule under a configuration; `off` silences it. */
export declare const configured: (rule: string, severity: Severity, config: Pick<Config, 'rules'>) => Severity | 'off';
/** True where findings reach the threshold: exit code 1. On a pull request only what its base does not have counts. */
export declare function exceeds(findings: readonly Finding[], failOn: Config['failOn']): boolean;
/** `fail` with an error, `attention` with a warning, else `pass`. */
export declare function verdictOf(findings: readonly Pick<Finding, 'severity'>[]): Verdict;
/** Gravest first, then by rule, path, line and offset, so that the same facts always give the same report. */
export declare const sortFindings: (findings: readonly Finding[]) => Finding[];
