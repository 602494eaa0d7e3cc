import type { Origin } from './origin.js';
/** An input or the target of a statistical model. */
export interface Field {
    /** As the model names it; an expression such as `log(income)` where the formula has one. */
    name: string;
    kind: 'numeric' | 'categorical' | 'ordered' | 'logical' | 'matrix';
    /** Labels of a categorical field in the order of their codes. */
    levels?: string[];
    /** What is computed from columns of the data; absent where the field is a column itself. */
    expression?: Expression;
}
/** A formula's expression: names are columns of the data, functions are those of R (`log`, `^`, `+`, `I`, `poly`). */
export type Expression = {
    kind: 'number';
    value: number;
} | {
    kind: 'text';
    value: string;
} | {
    kind: 'name';
    name: string;
} | {
    kind: 'call';
    function: string;
    arguments: {
        name: string | null;
        value: Expression;
    }[];
};
/** What any fitted model says of itself, whatever its class. */
export interface CoefficientModel {
    kind: 'coefficients';
    origin: Origin;
    /** As R prints them; '' where the file has none. */
    call: string;
    formula: string;
    coefficients: {
        name: string;
        value: number | null;
    }[];
    /** Rows and columns as the coefficients, NaN for those that were not estimated; null where the file does not hold it. */
    covariance: number[][] | null;
    /** Labels of factors by name. */
    levels: Readonly<Record<string, string[]>>;
}
/** Linear and generalized linear models: the mean is the inverse link of `Σ coefficient × column + offset`. */
export interface RegressionModel extends Omit<CoefficientModel, 'kind'> {
    kind: 'regression';
    /** `gaussian`, `binomial`, `poisson`, `Gamma`, `inverse.gaussian`, `quasi…`; `gaussian` for `lm`. */
    family: string;
    /** `identity`, `logit`, `probit`, `cauchit`, `cloglog`, `log`, `inverse`, `1/mu^2`, `sqrt`, `mu^…`. */
    link: string;
    /** For a binomial factor the second and further levels count as success. `columns`: names of the counts of `cbind(…)`. */
    response: Field & {
        columns?: string[];
    };
    predictors: Field[];
    /** Columns of the design matrix, in the order of `coefficients`. The first is the intercept where `factors` is empty. */
    columns: DesignColumn[];
    /** Expressions added to the linear predictor. */
    offsets: Expression[];
    residualDegreesOfFreedom: number | null;
    dispersion: number | null;
}
/** A column of a design matrix: the product of its factors, 1 where there are none. */
export interface DesignColumn {
    name: string;
    factors: DesignFactor[];
}
export type DesignFactor = 
/** The value of a numeric field. */
{
    field: string;
    kind: 'value';
}
/** One column of a field that is a matrix (`poly(x, 2)`); `name` is its label. */
 | {
    field: string;
    kind: 'matrix-column';
    column: number;
    name: string;
}
/** A number for each level: 1 for one level and 0 for the others with treatment contrasts. */
 | {
    field: string;
    kind: 'levels';
    weights: number[];
};
/** Trees and forests. */
export interface TreeModel {
    kind: 'trees';
    origin: Origin;
    call: string;
    formula: string;
    task: 'classification' | 'regression';
    target: Field;
    fields: Field[];
    trees: DecisionTree[];
    /** `majority-vote`: the class that most trees say, votes divided by `cutoff`. */
    combination: 'single' | 'mean' | 'majority-vote';
    cutoff?: number[];
    /** Bias correction of a forest: the mean becomes intercept + slope × mean. */
    correction?: {
        intercept: number;
        slope: number;
    };
}
/** Nodes of a tree; the first is the root. */
export interface DecisionTree {
    nodes: TreeNode[];
    /** What happens where a value is missing. `majority`: where the split says, else to the larger child, when no surrogate answers; `stop`: the node itself answers; `refuse`: no answer. */
    missing: 'majority' | 'stop' | 'refuse';
}
export interface TreeNode {
    /** As the framework numbers it. */
    id: number;
    /** Cases of the training data, and the sum of their weights, where the file has them. */
    count?: number;
    weight?: number;
    /** Mean of a regression, or number of the class from 0. */
    prediction: number;
    /** Of classes: probabilities. */
    probabilities?: number[];
    /** Absent in leaves. */
    split?: {
        test: TreeTest;
        /** Asked in order where the value is missing. */
        surrogates: TreeTest[];
        /** Numbers of nodes. */
        left: number;
        right: number;
        /** Where a missing value goes, where the model says so itself. */
        missingLeft?: boolean;
    };
}
/** Says left where the value is below the threshold, or is one of the levels (numbers from 0). A level in neither list is a missing value. */
export type TreeTest = {
    field: number;
} & ({
    kind: 'less' | 'less-or-equal' | 'greater-or-equal';
    threshold: number;
} | {
    kind: 'levels';
    left: number[];
    right: number[];
});
/** Clusters by their centers. */
export interface ClusterModel {
    kind: 'clusters';
    origin: Origin;
    call: string;
    fields: Field[];
    /** One row a cluster. Distance is squared Euclidean. */
    centers: number[][];
    /** Cases of the training data. */
    sizes: number[];
}
