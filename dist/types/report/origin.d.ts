import type { Assessment } from '../assess/assessment.js';
import { type Origin } from './origin-graph.js';
/** The graph; null where there is neither a model nor a script that trains one. */
export declare function originOf(assessment: Assessment): Origin | null;
