import type { Audit } from '../../audit.js';
import type { BagPlan } from '../bag-plan.js';
import type { PlanOptions } from '../facts.js';
import { type OpenCollected } from '../read-checked.js';
import { type SplitOptions } from './apart.js';
/**
 * Plans a bag of which no file is longer than the limit: the longest payload files lie beside the zip, as few of them as do, those over
 * the limit in parts. The plan of the whole bag where that one fits. Parts are digested here, before anything
 * is written, since the bag says their digests. Throws UsageError where even a bag without payload does not fit.
 */
export declare function planSplitBag(audit: Audit, options: PlanOptions, split: SplitOptions, openTree: OpenCollected): Promise<BagPlan>;
