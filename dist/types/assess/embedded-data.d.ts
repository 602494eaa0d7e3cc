import type { Contents } from '../formats/format.js';
import type { Inspection } from '../formats/inspection.js';
import type { Confidence } from './finding.js';
/** Whether a model carries rows of the data it was trained on, as far as its structure tells. Never shows a value. */
export declare function embeddedData({ contents }: Inspection): {
    what: string;
    confidence: Confidence;
} | null;
/** Why a tensor must not leave its model: it holds rows of training data. Null where it does not, as far as its name tells. */
export declare function trainingRows({ facts }: Pick<Contents, 'facts'>): (tensor: string) => string | null;
