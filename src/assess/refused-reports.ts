import type { Refusal } from '../collect/collection.js';
import type { Report } from './finding.js';
import { capital } from './model-reports.js';
import { sentence } from './quote.js';
import type { Facts } from './rule.js';

/** Reports of the files that collecting refused for one of the given reasons. */
export function* refusedReports(facts: Facts, kinds: readonly Refusal['kind'][]): Iterable<Report> {
  for (const { path, kind, reason, advice } of facts.refused) {
    if (!kinds.includes(kind)) continue;
    yield { path, kind, message: `${capital(sentence(reason))}.`, advice: sentence(advice) };
  }
}
