import { type Format } from './format.js';
/** A Transformers or Diffusers model: config.json beside its weights. */
export declare const hfModelDir: Format;
