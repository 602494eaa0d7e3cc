import type { Estimator } from '../../formats/structure/structure.js';
import { Attributes } from './attributes.js';
import type { Scored } from './predictor.js';
/** What one estimator computes, by its class; null for a class that is not known as one without steps of its own. */
export type ReadOne = (estimator: Estimator) => Promise<Scored | null>;
/** A classifier for each class, which says that it is the class or that it is none. */
export declare function readOneVsRest(one: Attributes, read: ReadOne): Promise<Scored>;
/** A regression for each output. */
export declare function readOutputs(one: Attributes, read: ReadOne): Promise<Scored>;
