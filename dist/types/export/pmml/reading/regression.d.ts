import type { Cell } from '../../predictions/rows.js';
import { type XmlNode } from './node.js';
type Values = ReadonlyMap<string, Cell>;
/** The mean that a GeneralRegressionModel predicts: PPMatrix times ParamMatrix, then the inverse of the link. */
export declare function generalRegression(model: XmlNode, values: Values): number | null;
/** Normalized scores of the regression tables of a RegressionModel, by their category. */
export declare function regressionScores(model: XmlNode, values: Values): [string, number][];
export {};
