import type { Assessment } from '../assess/assessment.js';
import type { Script } from '../evidence/evidence.js';
import { type OriginNode } from './origin-graph.js';
/** Something that a training started from, and the scripts that are known to use it. */
export interface Input {
    node: OriginNode;
    scripts: string[];
}
/** Data, base models and environment; what is missing is a box too, because a gap should be seen. */
export declare function inputsOf(assessment: Assessment, training: readonly Script[]): Input[];
/** `lr 0.02, epochs 300`: what a script sets by itself, else what the files of settings hold. */
export declare function settingsOf({ evidence: { hyperparameters } }: Assessment, path: string): string[];
