import type { RegressionModel } from '../../formats/structure/statistical-model.js';
import { type Body } from './document.js';
/** Linear and generalized linear models as a GeneralRegressionModel, whose terms are those of R's design matrix. */
export declare function regressionBody(model: RegressionModel): Body;
