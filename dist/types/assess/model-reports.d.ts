import type { SafetyFinding } from './assessment.js';
import type { Report } from './finding.js';
import type { Facts } from './rule.js';
/** Reports of what the inspection of each model noticed for one rule: one per model and kind, the rest counted. */
export declare function modelReports(facts: Facts, rule: string, advice: (finding: SafetyFinding) => string): Iterable<Report>;
/** A sentence begins with a capital, unless its first word is a name, and ends without the full stop that the caller adds. */
export declare const capital: (text: string) => string;
