import type { Inspection } from '../formats/inspection.js';
import type { Openness, SafetyVerdict } from './assessment.js';
/** The guideline's three classes for one file: container and content apart, always with a reason and the cure. */
export declare function assessOpenness(inspection: Inspection, verdict: SafetyVerdict): Openness;
/** Numbers in all tensors. */
export declare const parameterCount: (tensors: readonly {
    shape: readonly number[];
}[]) => number;
