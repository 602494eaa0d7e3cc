import type { Origin } from '../../formats/structure/origin.js';
import type { InputColumn } from '../predictions/rows.js';
import { type Predictor } from '../predictor/predictor.js';
import { type Body } from './document.js';
/** A scikit-learn estimator as PMML: its steps are derived fields. */
export declare function predictorBody(predictor: Predictor, origin: Origin): Body;
/** Labels that nobody has seen are allowed where codes take them for none. */
export declare const columnsInPmml: ({ inputs }: Predictor) => InputColumn[];
