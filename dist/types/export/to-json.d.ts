import type { Exporter } from './exporter.js';
/** Tensors as nested lists of numbers that read back to the same bits; for small models. Layout: docs/exports.md. */
export declare const toJson: Exporter;
