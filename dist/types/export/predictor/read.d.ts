import type { Estimator } from '../../formats/structure/structure.js';
import type { Predictor } from './predictor.js';
/** What a fitted scikit-learn estimator computes. Throws NotExportable for what nobody here knows. */
export declare function readPredictor(estimator: Estimator): Promise<Predictor>;
