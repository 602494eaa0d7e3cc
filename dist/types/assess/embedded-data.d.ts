import type { Inspection } from '../formats/inspection.js';
import type { Confidence } from './finding.js';
/** The fact by which a reader says outright that rows of data lie in the model: a list of `{ path, rows }`. */
export declare const EMBEDDED_DATA_FACT = "embedded_data";
/** Whether a model carries rows of the data it was trained on, as far as its structure tells. Never shows a value. */
export declare function embeddedData({ contents }: Inspection): {
    what: string;
    confidence: Confidence;
} | null;
