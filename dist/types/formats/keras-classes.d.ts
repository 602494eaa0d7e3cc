import { type JsonObject } from '../containers/json-document.js';
/** A variable of a layer class. */
export interface VariableName {
    name: string;
    isTrainable: boolean;
}
/** How Keras makes the name of a group or of an unnamed layer of its class. */
export declare function snakeCase(name: string): string;
/** Layer class that `dense_12` was named for; undefined where it is none of Keras. */
export declare const layerClassOf: (name: string) => string | undefined;
export declare const optimizerClassOf: (name: string) => string | undefined;
/**
 * Names of the `count` variables that a layer of a class has. Null where the class is unknown or the count does not fit:
 * a wrong name would be worse than none.
 */
export declare function variableNames(className: string | undefined, config: JsonObject | undefined, count: number): VariableName[] | null;
/** A variable of an optimizer: a slot of a model's variable (by index) or one of its own. */
export type OptimizerVariable = {
    suffix: string;
    variable: number;
} | {
    suffix: string;
    variable: null;
};
/** Variables of an optimizer over `trained` variables, in the order in which they are stored; null where the class is unknown or the count does not fit. */
export declare function optimizerVariables(className: string | undefined, config: JsonObject | undefined, trained: number, count: number): OptimizerVariable[] | null;
