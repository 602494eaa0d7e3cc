import type { Scorer } from '../predictor/predictor.js';
import type { Element } from './element.js';
import type { Table } from './regression-table.js';
/**
 * Scores of normal distributions as a regression of squares, which are fields of their own. `NaiveBayesModel` would multiply
 * densities, which are 0 for whatever lies far from all means.
 */
export declare function squaresOf({ means, weights, intercepts }: Extract<Scorer, {
    kind: 'gaussians';
}>, fields: readonly string[], taken: Iterable<string>): {
    derived: Element[];
    tables: Table[];
};
