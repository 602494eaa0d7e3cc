import type { Estimator, EstimatorValue } from '../../formats/structure/structure.js';
import type { Label } from './predictor.js';
/** Class name without its module: `sklearn.svm._classes.SVC` → `SVC`. */
export declare const shortName: ({ origin }: Estimator) => string;
/** Reads attributes of an estimator; what is not as scikit-learn has it is no export. */
export declare class Attributes {
    readonly estimator: Estimator;
    readonly name: string;
    constructor(estimator: Estimator);
    has(key: string): boolean;
    value(key: string): EstimatorValue;
    text(key: string): string;
    number(key: string, otherwise: number): number;
    /** Columns that it was fitted to, by the names that versions of scikit-learn have for them; 0 where it does not say. */
    columnCount(): number;
    flag(key: string): boolean;
    items(key: string): EstimatorValue[];
    inner(key: string): Estimator;
    numbers(key: string): Promise<number[]>;
    /** Rows of a matrix; of a vector its only one. */
    matrix(key: string): Promise<number[][]>;
    labels(key: string): Promise<Label[]>;
    /** Labels of a classifier. */
    classes(): Promise<Label[]>;
    refuse(reason: string): never;
}
export declare const itemsOf: (value: EstimatorValue) => EstimatorValue[];
export declare function numbersIn(value: EstimatorValue, where: string): Promise<number[]>;
export declare function matrixIn(value: EstimatorValue, where: string): Promise<number[][]>;
export declare function labelsIn(value: EstimatorValue, where: string): Promise<Label[]>;
