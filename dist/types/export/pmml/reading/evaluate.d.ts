import type { Answer } from '../../predictions/compare.js';
import type { Row } from '../../predictions/rows.js';
/** Evaluates the parts of PMML 4.4 that we write: a reader of its own, which shares nothing with the writer. */
export declare function pmmlEvaluator(text: string): (row: Row) => Answer;
