import type { DiffDocument, TensorComparison } from '../../reproduce/comparison.js';
import { DIFF_VERDICTS, distance, STATUSES, shapeWords } from '../diff.js';
import { html } from '../escape.js';
import { frame, LOGO } from './frame.js';
import { histogram, spanOf, spark, together } from './histogram.js';
import { code, table, toned } from './markup.js';

const MOST_ROWS = 400;

/** Two models compared, as a page: what differs, by how much, tensor by tensor. */
export function renderDiffHtml(document: DiffDocument): string {
  const { verdict, summary, a, b } = document;
  const { mark, tone } = DIFF_VERDICTS[verdict];
  const header = `<header class="${tone}">
<p class="brand">${LOGO}modelbag diff</p>
<h1>${html(nameOf(a.path))} and ${html(nameOf(b.path))}</h1>
<p class="what">${code(a.path)} (${html(a.format)}) · ${code(b.path)} (${html(b.format)})</p>
<p class="verdict"><span class="seal ${tone}" aria-hidden="true">${mark}</span> <span>${html(summary)}</span></p>
<ul class="figures">${figures(document)}</ul>
</header>`;
  return frame(`${a.path} and ${b.path}`, header, [
    { id: 'differences', title: 'How far apart', body: comparison(document) },
    { id: 'unread', title: 'Not compared', body: unread(document) },
  ]);
}

const nameOf = (path: string): string => path.slice(path.replace(/\/+$/, '').lastIndexOf('/') + 1);

function figures({ tensors }: DiffDocument): string {
  const counts = new Map<string, number>();
  for (const { status } of tensors) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .map(([status, count]) => `<li><b>${count}</b> ${html(STATUSES[status as TensorComparison['status']].text)}</li>`)
    .join('');
}

/** The drawing of all differences and the tensors, those that differ most first. */
export function comparison({ tensors }: DiffDocument): string {
  const all = together(tensors.map((tensor) => tensor.histogram ?? []));
  const span = spanOf(all);
  const rows = [...tensors].sort(byDistance).slice(0, MOST_ROWS);
  const rest = tensors.length - rows.length;
  return [
    histogram('sizes', 'Elements by the size of their difference, in all tensors', all),
    table(
      ['Tensor', '', 'Shape', 'Differing', 'Largest', 'Sizes'],
      rows.map((row, i) => cells(row, i, span)),
      3,
    ),
    rest > 0 ? `<p class="dim">and ${rest} more</p>` : '',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const byDistance = (a: TensorComparison, b: TensorComparison): number => rank(b) - rank(a);
/** What has no counterpart comes first, then the largest differences. */
const rank = ({ status, maxAbs }: TensorComparison): number =>
  status === 'equal' ? -1 : maxAbs === null ? Number.POSITIVE_INFINITY : Math.min(maxAbs, Number.MAX_VALUE);

function cells(row: TensorComparison, i: number, span: readonly [number, number]): string[] {
  const { name, nameInB, matchedBy, status, differing, total, maxAbs } = row;
  return [
    matchedBy === undefined ? code(name) : `${code(name)} = ${code(nameInB ?? '')}`,
    toned(STATUSES[status]),
    html(shapeWords(row)),
    differing === null || total === 0 ? '' : `${differing} of ${total}`,
    html(distance(maxAbs)),
    row.histogram ? spark(`t${i}`, row.histogram, span) : '',
  ];
}

const unread = ({ unread }: DiffDocument): string =>
  unread.length === 0
    ? ''
    : `<ul>${unread
        .slice(0, MOST_ROWS)
        .map(({ name, reason }) => `<li>${code(name)}: ${html(reason)}</li>`)
        .join('')}</ul>`;
