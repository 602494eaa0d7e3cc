import type { Exporter } from './exporter.js';
/** Coefficients, covariance, formula and factor levels of a statistical model as text; never a row of its data. */
export declare const toCoefficients: Exporter;
