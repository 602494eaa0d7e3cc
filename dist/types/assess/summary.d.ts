import type { Refusal } from '../collect/collection.js';
import type { ModelReport, ModelSet, Verdict } from './assessment.js';
import type { Finding } from './finding.js';
/** What a summary is made of. */
export interface Summarized {
    verdict: Verdict;
    models: readonly ModelReport[];
    sets: readonly ModelSet[];
    findings: readonly Finding[];
    refused: readonly Refusal[];
}
/** One or two sentences for a person who reads nothing else. */
export declare const summarize: (found: Summarized) => string;
