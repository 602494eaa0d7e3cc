import { type Format } from './format.js';
/** A checkpoint of the Transformers Trainer: weights, state of the run, and the arguments of the training as a pickle. */
export declare const hfTrainerDir: Format;
