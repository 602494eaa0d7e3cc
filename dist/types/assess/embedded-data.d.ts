import type { Contents, Fact } from '../formats/format.js';
import type { Inspection } from '../formats/inspection.js';
import type { Confidence } from './finding.js';
/** Whether a model carries rows of the data it was trained on, as far as its structure tells. Never shows a value. */
export declare function embeddedData({ contents }: Inspection): {
    what: string;
    confidence: Confidence;
} | null;
/** Why a tensor must not leave its model: it holds rows of training data. Null where it does not, as far as its name tells. */
export declare function trainingRows({ facts, tensors, }: Pick<Contents, 'facts' | 'tensors'>): (tensor: string) => string | null;
/** What training rows a tensor of an estimator holds, by its name and those beside it; null where it holds none. */
export declare function rowsByName(tensors: Contents['tensors']): (tensor: string) => string | null;
/** Parts in which readers say that rows lie, of each object of the file. */
export declare function toldParts(facts: readonly Fact[]): {
    path: string;
    rows?: unknown;
}[];
