import type { Assessment } from '../assess/assessment.js';
import type { Inspection } from '../formats/inspection.js';
import type { ProvenCopy } from './html/proven-copy.js';
/**
 * The report as one page that needs no network and no scripts, in light, dark and on paper; the same for the same input.
 * `inspections` are what tensors are drawn from; without them the page says everything else. `made`: open copies with proof.
 */
export declare function renderHtml(assessment: Assessment, inspections?: readonly Inspection[], made?: readonly ProvenCopy[]): string;
