import { type Format } from './format.js';
/** What DeepSpeed and Megatron write: the states of the model's ranks, the partitions of the optimizer beside them. */
export declare const deepspeedCheckpoint: Format;
