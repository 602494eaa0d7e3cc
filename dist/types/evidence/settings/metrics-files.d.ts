import type { Evidence } from '../evidence.js';
import type { SettingsReader } from './reader.js';
type Metric = Evidence['metrics'][number];
/** Whether a number of this name says how good a model is. */
export declare const isMeasure: (name: string) => boolean;
/** Part of the data that a metric belongs to, by the words of its name. */
export declare function splitOf(name: string): string | undefined;
export declare function metricOf(name: string, value: number | string, where: string, hint?: string): Metric;
/** Summaries of an evaluation: `metrics.json`, `eval_results.json`, DVCLive's, and what pipelines call their metrics. */
export declare const metricsFiles: SettingsReader;
/** Hugging Face's Trainer keeps its history beside every checkpoint. */
export declare const trainerState: SettingsReader;
export {};
