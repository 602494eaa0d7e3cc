import type { Evidence } from '../evidence/evidence.js';
import { compareEvidence, modelChanges } from './against-base.js';
import type { AgainstBase, ModelChange, ModelReport } from './assessment.js';
import { weightChanges } from './weight-changes.js';

/** What `evidence.json` of a bag holds, as far as releases are compared. */
export interface ArchivedEvidence extends Evidence {
  repository: string;
  tag: string;
  models: ModelReport[];
}

/** A number that both releases tell. */
export interface MetricChange {
  name: string;
  before: number;
  after: number;
}

/** What a release changes against the one before it. */
export interface SinceRelease {
  tag: string;
  models: ModelChange[];
  evidence: AgainstBase['evidence'];
  metrics: MetricChange[];
}

/** Compares two releases by what their bags say of themselves: no model has to be fetched or read again. */
export function sinceRelease(before: ArchivedEvidence, after: ArchivedEvidence): SinceRelease {
  const models = modelChanges(after.models, before.models).map((change): ModelChange => {
    const [old, now] = [before, after].map(
      ({ models }) => models.find(({ path }) => path === change.path)?.tensors ?? [],
    );
    return change.change === 'changed' && old?.length && now?.length
      ? { ...change, weights: weightChanges(old, now) }
      : change;
  });
  return { tag: before.tag, models, evidence: compareEvidence(after, before), metrics: metricChanges(before, after) };
}

/** Metrics of the same name, told by both once. */
function metricChanges(before: ArchivedEvidence, after: ArchivedEvidence): MetricChange[] {
  const [old, now] = [before, after].map(({ metrics }) => numbersOf(metrics));
  return [...(now ?? [])].flatMap(([name, value]) => {
    const was = old?.get(name);
    return typeof was === 'number' && typeof value === 'number' ? [{ name, before: was, after: value }] : [];
  });
}

/** By name and split; null where several places tell different numbers. */
function numbersOf(metrics: Evidence['metrics']): Map<string, number | null> {
  const found = new Map<string, number | null>();
  for (const { name, split, value } of metrics) {
    if (typeof value !== 'number') continue;
    const key = split === undefined || split === '' ? name : `${name} (${split})`;
    found.set(key, found.has(key) && found.get(key) !== value ? null : value);
  }
  return found;
}
