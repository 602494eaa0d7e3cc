import type { Assessment } from '../assess/assessment.js';
import { bagLine, type PublishedBag } from './comment.js';
import { markdownMessage } from './escape.js';
import { renderMarkdown } from './markdown.js';
import { opennessChart, originChart } from './mermaid.js';

/** GitHub takes 1 MiB of a step; a character takes at most three bytes of it. */
const SUMMARY_LIMIT = 300_000;

export interface SummaryContext {
  /** The bag, once it lies where others can get it. */
  bag?: PublishedBag;
  /** What happened on GitHub, as messages: a draft waits for its publication, the token cannot comment … */
  remarks?: readonly string[];
}

/** The job summary: what happened, the charts, the whole report. */
export function renderSummary(assessment: Assessment, { bag, remarks = [] }: SummaryContext = {}): string {
  const [openness, origin] = [opennessChart(assessment), originChart(assessment)];
  const blocks = [
    ...(bag ? [`### 📦 The bag of ${markdownMessage(`\`${bag.tag}\``)}\n`, bagLine(bag)] : []),
    ...(remarks.length > 0 ? [`${remarks.map((remark) => `> ${markdownMessage(remark)}  `).join('\n')}\n`] : []),
    ...(openness === null ? [] : [openness]),
    ...(origin === null ? [] : ['### From data to model\n', origin]),
  ];
  const head = blocks.join('\n');
  return `${renderMarkdown(assessment, { limit: SUMMARY_LIMIT - head.length })}\n${head}`;
}
