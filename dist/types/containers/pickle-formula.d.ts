import { type PickleValue } from './pickle-value.js';
/** True where setting a state evaluates a formula that is more than terms of a model. */
export declare function evaluatesFormula(className: string | undefined, state: PickleValue): boolean;
