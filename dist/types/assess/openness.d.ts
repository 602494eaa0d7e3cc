import type { Inspection } from '../formats/inspection.js';
import type { Openness, SafetyVerdict } from './assessment.js';
/** Up to this many numbers text is a fair archive of a model (guideline S8); beyond, it is too big or too imprecise. */
export declare const SMALL_MODEL = 100000;
/** The guideline's three classes for one file: container and content apart, always with a reason and the cure. */
export declare function assessOpenness(inspection: Inspection, verdict: SafetyVerdict): Openness;
/** The shortest way to an open copy: our export where there is one, else a line of the framework that made the model. */
export declare function openCopy({ format, contents }: Inspection): string;
/** Numbers in all tensors. */
export declare const parameterCount: (tensors: readonly {
    shape: readonly number[];
}[]) => number;
