import type { ModelSet } from './assessment.js';
import type { Finding } from './finding.js';
/**
 * What holds for every state of a training is said of the one that stands for all. Errors are said of every file:
 * each of them must be settled before it is published.
 */
export declare function oncePerRun(findings: readonly Finding[], sets: readonly ModelSet[]): Finding[];
