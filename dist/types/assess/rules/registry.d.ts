import type { Severity } from '../finding.js';
import type { Rule } from '../rule.js';
/** Every rule, in the order in which tables and documentation list them: safety, models, making, documents, files. */
export declare const RULES: readonly Rule[];
/** Ids of all rules, for `explain`, configuration and documentation. */
export declare const ruleIds: readonly string[];
/** Severity of a rule before any configuration; an id that no rule has is our bug. */
export declare function severityOf(rule: string): Severity;
