import type { Audit } from '../audit.js';
import { type BagPlan } from './bag-plan.js';
import { type PlanOptions } from './facts.js';
/** Plans the bag of an audited tree. Pure; the same audit and options give the same plan. */
export declare function planBag(audit: Audit, options: PlanOptions): BagPlan;
