import { NAME_LENGTH, shorten } from '../assess/quote.js';
import type { MetricChange, SinceRelease } from '../assess/since-release.js';
import { markdownText } from './escape.js';
import { table } from './markdown.js';
import { changedModels, evidenceLines } from './model-changes.js';
import { renderTensors } from './weight-changes.js';

const MOST_METRICS = 20;

/** What a release changes against the one before it, for its notes. */
export function renderSince({ tag, models, evidence, metrics }: SinceRelease): string[] {
  const moved = metrics.filter(({ before, after }) => before !== after).slice(0, MOST_METRICS);
  return [
    `#### Since ${markdownText(tag)}\n`,
    ...(models.length === 0 ? ['No model changed.\n'] : changedModels(models)),
    ...(moved.length === 0 ? [] : [table(['Metric', 'Before', 'Now'], moved.map(metricRow), 1)]),
    ...evidenceLines(evidence),
    ...renderTensors(models),
  ];
}

/** Seven digits, as many as a float32 holds. */
const metricRow = ({ name, before, after }: MetricChange): string[] => [
  markdownText(shorten(name, NAME_LENGTH)),
  ...[before, after].map((value) => String(Number(value.toPrecision(7)))),
];
