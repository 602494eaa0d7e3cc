import type { InputColumn } from '../predictions/rows.js';
import type { Step } from '../predictor/predictor.js';
import { type Element } from './element.js';
/** Steps of a pipeline as derived fields. */
export interface Transformed {
    /** Fields that the model takes, in order. */
    fields: string[];
    derived: Element[];
}
export declare function transformColumns(inputs: readonly InputColumn[], steps: readonly Step[]): Transformed;
