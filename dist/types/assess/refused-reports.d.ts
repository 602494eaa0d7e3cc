import type { Refusal } from '../collect/collection.js';
import type { Report } from './finding.js';
import type { Facts } from './rule.js';
/** Reports of the files that collecting refused for one of the given reasons. */
export declare function refusedReports(facts: Facts, kinds: readonly Refusal['kind'][]): Iterable<Report>;
