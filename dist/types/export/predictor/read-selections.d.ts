import { type Attributes } from './attributes.js';
import type { Step } from './predictor.js';
/** Columns whose values differ by more than the threshold. */
export declare function varianceThreshold(one: Attributes): Promise<Step[]>;
/** The columns with the best scores; of even ones the later ones. */
export declare function bestColumns(one: Attributes): Promise<Step[]>;
/** Columns that an elimination left over. */
export declare const supportedColumns: (one: Attributes) => Promise<Step[]>;
/** Products of columns up to a degree, in the order of scikit-learn: shorter ones first, then by their columns. */
export declare function polynomials(one: Attributes): Promise<Step[]>;
