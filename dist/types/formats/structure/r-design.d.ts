import { type RObject } from '../../containers/r-serialization.js';
import { type RReading } from './r-reading.js';
import type { DesignColumn, Expression, Field } from './statistical-model.js';
/** What the terms of a formula say: its variables and the columns they make. */
export interface Design {
    response: (Field & {
        columns?: string[];
    }) | null;
    predictors: Field[];
    columns: DesignColumn[];
    offsets: Expression[];
}
/**
 * The design matrix that R builds from the terms of a model (`model.matrix`, writing R extensions "terms.object"):
 * null where the file does not say enough, such as a contrast function of the user's own.
 */
export declare function readDesign(model: RObject, levels: Record<string, string[]>, reading: RReading): Promise<Design | null>;
