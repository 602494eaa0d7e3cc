import { type EnvironmentFormat } from './declaration.js';
/** The list "Framework versions" of a model card, which Hugging Face's Trainer wrote at the end of a run. */
export declare const cardVersions: EnvironmentFormat;
