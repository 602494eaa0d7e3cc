import type { Exporter } from './exporter.js';
/** safetensors (https://github.com/huggingface/safetensors#format): a header of JSON, then the values, aligned. */
export declare const toSafetensors: Exporter;
