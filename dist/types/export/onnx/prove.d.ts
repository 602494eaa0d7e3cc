import type { ModelPlace } from '../../reproduce/compare.js';
import type { Answer } from '../predictions/compare.js';
import type { InputColumn, Row } from '../predictions/rows.js';
/** What an ONNX file that takes columns answers for rows, read back and evaluated. */
export declare function onnxAnswers(written: ModelPlace, columns: readonly InputColumn[], rows: readonly Row[]): Promise<Iterable<Answer>>;
