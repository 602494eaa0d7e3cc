import { count } from '../../assess/quote.js';
import { html, htmlMessage } from '../escape.js';
import { originOf } from '../origin.js';
import type { View } from '../view.js';
import { evidenceTables } from './evidence-tables.js';
import { originGraph } from './graph.js';
import type { Page, Section } from './markup.js';

const MOST_ACCOUNTS = 30;

/** From data and script to model and open copy, then every piece of evidence in a line, and each model in a paragraph. */
export const making: Section = {
  id: 'making',
  title: 'How it came to be',
  render({ assessment, view }: Page): string {
    const origin = originOf(assessment);
    const rows = view.evidence.map(
      ({ label, text, tone }) =>
        `<dt>${html(label)}</dt><dd class="${tone}">${tone === 'weak' ? '<span class="mark" aria-hidden="true">○</span> ' : '<span class="mark" aria-hidden="true">●</span> '}${htmlMessage(text)}</dd>`,
    );
    return [
      origin === null ? '' : originGraph(origin),
      rows.length === 0 ? '' : `<dl class="evidence">\n${rows.join('\n')}\n</dl>`,
      accounts(view),
      evidenceTables(assessment.evidence),
    ]
      .filter((part) => part !== '')
      .join('\n');
  },
};

/** One paragraph for each model: what is known, what contradicts, what is missing. */
function accounts({ accounts }: View): string {
  const rest = accounts.length - MOST_ACCOUNTS;
  const told = accounts
    .slice(0, MOST_ACCOUNTS)
    .map(({ title, text }) => `<h3>${htmlMessage(title)}</h3>\n<p>${htmlMessage(text)}</p>`);
  return [
    ...told,
    ...(rest > 0 ? [`<p>and ${count(rest, 'more account')}; report.md tells more of them</p>`] : []),
  ].join('\n');
}
