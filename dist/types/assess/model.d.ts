import type { Inspection } from '../formats/inspection.js';
import type { ModelReport } from './assessment.js';
/** One entry of `modelbag/inspect/1`: openness, loading and safety of one model, answered apart. Pure. */
export declare function assessModel(inspection: Inspection, options?: {
    tensors?: boolean;
}): ModelReport;
