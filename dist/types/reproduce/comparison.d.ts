/** How one tensor of the first model compares with its counterpart in the second. */
export type TensorStatus = 'equal' | 'within' | 'different' | 'only-in-a' | 'only-in-b' | 'dtype-differs' | 'shape-differs';
/** |a − b| ≤ absolute + relative · |b|, the rule of NumPy's `allclose`. */
export interface Tolerance {
    absolute: number;
    relative: number;
}
/** The first element, in C order, that is not the same. */
export interface FirstDifference {
    /** One number a dimension; empty for a scalar. */
    index: number[];
    a: number | string;
    b: number | string;
}
export interface TensorComparison {
    /** Name in the first model; in the second where it is only there. */
    name: string;
    /** Name of the counterpart; null where there is none. */
    nameInB: string | null;
    status: TensorStatus;
    dtype: string;
    shape: number[];
    /** Only where it is another one. */
    dtypeInB?: string;
    shapeInB?: number[];
    /** Why two tensors of different names were taken for counterparts. */
    matchedBy?: Match;
    /** Largest |a − b|; NaN equals NaN, a NaN beside a number is infinitely far. Null where values are not numbers or were not compared. */
    maxAbs: number | null;
    /** Largest |a − b| / |b| where b is not 0; infinite where |a − b| is. */
    maxRel: number | null;
    /** Elements that are not the same, signs of zero included. */
    differing: number | null;
    /** Elements that are out of tolerance. */
    beyond: number | null;
    /** Elements compared. */
    total: number;
    /** Mean of |a − b| and root of the mean of |a − b|², over all elements, infinite differences left out. */
    meanAbs?: number;
    rootMeanSquare?: number;
    firstDifference?: FirstDifference;
    /** Elements by the size of their difference: `exponent` e holds 2^e ≤ |a − b| < 2^(e+1). */
    histogram?: {
        exponent: number;
        elements: number;
    }[];
}
/** `name` the same name · `values` the same shape, dtype and values · `spelling` the same name as another framework writes it · `shape` the only ones left of their shape */
export type Match = 'name' | 'values' | 'spelling' | 'shape';
export interface ComparedModel {
    path: string;
    format: string;
    tensorCount: number;
}
/** `modelbag/diff/1` */
export interface DiffDocument {
    schema: 'modelbag/diff/1';
    verdict: 'identical' | 'equal-within-tolerance' | 'different' | 'incomparable';
    tolerance: Tolerance;
    a: ComparedModel;
    b: ComparedModel;
    tensors: TensorComparison[];
    /** Tensors whose values could not be compared, and why. */
    unread: {
        name: string;
        reason: string;
    }[];
    /** One sentence for people. */
    summary: string;
}
