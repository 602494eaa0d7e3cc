import type { Exporter } from './exporter.js';
/** npz: a stored zip of npy files (NumPy Enhancement Proposal 1, format version 1.0, or 2.0 for long headers). */
export declare const toNpz: Exporter;
