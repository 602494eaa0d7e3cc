import type { Predictor } from '../predictor/predictor.js';
import { type OnnxModel } from './builder.js';
/** A scikit-learn estimator as an ONNX graph that computes in doubles, as scikit-learn does. */
export declare function predictorModel(predictor: Predictor, metadata: Record<string, string>): OnnxModel;
