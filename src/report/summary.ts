import type { Assessment } from '../assess/assessment.js';
import { bagLine, type PublishedBag } from './comment.js';
import { markdownMessage, markdownText } from './escape.js';
import { renderMarkdown } from './markdown.js';
import { opennessChart, originChart } from './mermaid.js';
import { renderSince } from './since-release.js';

/** GitHub takes 1 MiB of a step; a character takes at most three bytes of it. */
const SUMMARY_LIMIT = 300_000;

export interface SummaryContext {
  /** The bag, once it lies where others can get it. */
  bag?: PublishedBag;
  /** What happened on GitHub, as messages: a draft waits for its publication, the token cannot comment … */
  remarks?: readonly string[];
}

/** The job summary: the bag where there is one, the whole report, the charts. */
export function renderSummary(assessment: Assessment, { bag, remarks = [] }: SummaryContext = {}): string {
  const [openness, origin] = [opennessChart(assessment), originChart(assessment)];
  const head = [
    ...(bag ? [bagBlock(bag)] : []),
    ...(bag?.since ? renderSince(bag.since) : []),
    ...(remarks.length > 0 ? [`${remarks.map((remark) => `> ${markdownMessage(remark)}  `).join('\n')}\n`] : []),
  ];
  const charts = [
    ...(openness === null ? [] : [openness]),
    ...(origin === null ? [] : ['### From data to model\n', origin]),
  ];
  const limit = SUMMARY_LIMIT - [...head, ...charts].join('\n').length;
  return [...head, renderMarkdown(assessment, { limit }), ...charts].join('\n');
}

function bagBlock(bag: PublishedBag): string {
  const where = bag.isDraft
    ? `attached to a [draft release](${bag.releaseUrl}): look at it, then publish it`
    : `attached to the [release](${bag.releaseUrl})`;
  return `### 📦 ${markdownText(bag.tag)}: ${where}\n\n${bagLine(bag)}`;
}
