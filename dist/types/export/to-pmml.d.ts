import type { Exporter } from './exporter.js';
/** Statistical models as PMML 4.4, proven by the predictions of an evaluator of its own. */
export declare const toPmml: Exporter;
