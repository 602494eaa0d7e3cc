import type { Exporter } from './exporter.js';
/** One row an element (RFC 4180): tensor, dtype, shape as `3x4`, index as `0 1`, value. For small models. */
export declare const toCsv: Exporter;
