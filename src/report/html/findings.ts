import { count } from '../../assess/quote.js';
import { html, htmlMessage } from '../escape.js';
import type { FindingGroup, FindingItem } from '../view.js';
import { code, type Page, type Section } from './markup.js';

const MOST_ITEMS = 30;
const MOST_PLACES = 12;
const TITLE = { error: 'To settle', warning: 'To improve', note: 'Worth knowing' } as const;

/** What stands in the way of a good archive, gravest first, with place, advice, severity and confidence. */
export const findings: Section = {
  id: 'findings',
  title: 'Findings',
  render({ view: { groups, counts } }: Page): string {
    if (groups.length === 0) return '';
    const parts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
      const mine = groups.filter((one) => one.severity === severity);
      return mine.length === 0 ? [] : [`<h3>${TITLE[severity]}</h3>`, ...mine.map(group)];
    });
    return `<p class="dim">${html(counts)}</p>\n${parts.join('\n')}`;
  },
};

function group({ rule, title, severity, advice, items }: FindingGroup): string {
  const rest = items.length - MOST_ITEMS;
  const lines = items
    .slice(0, MOST_ITEMS)
    .map(
      (item) =>
        `<li>${places(item)}${htmlMessage(item.message)}${sure(item)}${item.advice === null ? '' : step(item.advice)}</li>`,
    );
  return `<article class="finding ${severity}">
<h4>${htmlMessage(title)}</h4>
<p class="rule"><span class="severity">${severity}</span> ${code(rule)}</p>
<ul>
${lines.join('\n')}${rest > 0 ? `\n<li>and ${count(rest, 'more', 'more')}</li>` : ''}
</ul>${advice === null ? '' : `\n${step(advice)}`}
</article>`;
}

function places({ places }: FindingItem): string {
  if (places.length === 0) return '';
  const rest = places.length - MOST_PLACES;
  return `<span class="place">${places.slice(0, MOST_PLACES).map(code).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}</span> `;
}

/** High confidence is the rule and goes without saying. */
const sure = ({ confidence }: FindingItem): string =>
  confidence === 'high' ? '' : ` <span class="dim">(${confidence} confidence)</span>`;

const step = (advice: string): string => `<p class="advice">${htmlMessage(advice)}</p>`;
