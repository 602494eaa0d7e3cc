import type { Origin } from '../../formats/structure/origin.js';
import type { TreeTest } from '../../formats/structure/statistical-model.js';
import type { Answer } from '../predictions/compare.js';
import type { Statistical } from '../predictions/statistics.js';
import type { Predictor } from './predictor.js';
/** An estimator as the statistical model that PMML has an element for. Throws NotExportable where there is none. */
export declare function statisticalOf({ name, inputs, steps, model, outcome }: Predictor, origin: Origin): Statistical;
/**
 * A test of doubles that says what scikit-learn says of the single float nearest to them: everything up to half of the
 * way between the last single float that goes left and the next one rounds to the former, the half itself to the even one.
 */
export declare function singleTest(field: number, threshold: number): TreeTest;
/** What an estimator answers, under the names that PMML gives its answers. */
export declare function underStatisticalNames({ outcome }: Predictor, answer: Answer): Answer;
