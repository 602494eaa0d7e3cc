import type { Observation } from '../formats/format.js';
import type { SafetyVerdict } from './assessment.js';
import type { Confidence } from './finding.js';
/** What one observation means: the least verdict the file can have, and the rule that tells of it. */
export interface Meaning {
    verdict: SafetyVerdict;
    rule: string;
    confidence: Confidence;
}
/** Judges one observation. Readers say what is there; only here it becomes good or bad. */
export declare function meaningOf(observation: Observation): Meaning;
