import type { Assessment } from '../../assess/assessment.js';
import type { Inspection } from '../../formats/inspection.js';
import { html, htmlMessage } from '../escape.js';
import type { View } from '../view.js';
import type { Toned } from '../words.js';
import type { ProvenCopy } from './proven-copy.js';

/** What the parts of the page are made of. */
export interface Page {
  assessment: Assessment;
  view: View;
  /** Path of a model → what was read in it; empty where only the assessment is at hand. */
  inspections: ReadonlyMap<string, Inspection>;
  /** Open copies that were made for the archive. */
  copies: readonly ProvenCopy[];
}

/** One part of the page, in the order of the list in `../html.ts`; an empty text leaves it out. */
export interface Section {
  id: string;
  title: string;
  render(page: Page): string;
}

export const code = (text: string): string => `<code>${html(text)}</code>`;
export const toned = ({ text, tone }: Toned): string =>
  text === '' ? '' : `<span class="word ${tone}">${html(text)}</span>`;
export const paragraph = (message: string, kind = ''): string =>
  `<p${kind === '' ? '' : ` class="${kind}"`}>${htmlMessage(message)}</p>`;

/** Cells are escaped by whoever made them. `right`: first column of those that hold numbers. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[], right = titles.length): string {
  const cells = (row: readonly string[], tag: 'th' | 'td'): string =>
    row
      .map((cell, i) => {
        const scope = tag === 'th' ? ' scope="col"' : i === 0 ? ' scope="row"' : '';
        const name = tag === 'td' && i === 0 ? 'th' : tag;
        return `<${name}${scope}${i >= right ? ' class="right"' : ''}>${cell}</${name}>`;
      })
      .join('');
  return `<div class="wide" tabindex="0"><table>
<thead><tr>${cells(titles, 'th')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n')}
</tbody>
</table></div>`;
}

/** Something that may stay closed on a screen; on paper it is open. */
export const folded = (title: string, body: string): string =>
  `<details><summary>${html(title)}</summary>\n${body}\n</details>`;

/** A number in a drawing: one digit after the point is less than a pixel. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

/** A drawing with what a screen reader says instead of it. `name` is unique in the page. */
export const drawing = (name: string, title: string, description: string, attributes: string, body: string): string =>
  `<svg role="img" aria-labelledby="${name}-t ${name}-d" ${attributes}><title id="${name}-t">${html(title)}</title><desc id="${name}-d">${html(description)}</desc>
${body}</svg>`;
