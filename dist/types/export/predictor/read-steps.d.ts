import type { Estimator } from '../../formats/structure/structure.js';
import type { Step } from './predictor.js';
/** Steps of a transformer by its class. */
export declare function readSteps(estimator: Estimator): Promise<Step[]>;
