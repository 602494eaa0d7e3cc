import type { Assessment } from '../assess/assessment.js';
import { count } from '../assess/quote.js';
import { markdownCode, markdownMessage, markdownText } from './escape.js';
import { fitBlocks } from './fit.js';
import { DISCLAIMER, type FindingGroup, type SetRow, statesBeside, type View, viewOf } from './view.js';
import type { Toned } from './words.js';

export interface MarkdownOptions {
  /** Most characters; GitHub takes 65,536 in a comment. Whole sections are left out, never cut. */
  limit?: number;
}

const MOST_ROWS = 100;
const MOST_ITEMS = 20;
/** One sign for each tone, everywhere on GitHub. */
export const MARK: Readonly<Record<Toned['tone'], string>> = { good: '✅', weak: '⚠️', bad: '❌', plain: '' };
const ANCHOR = { error: '❌', warning: '⚠️', note: 'ℹ️' } as const;

/** The report for GitHub and for `report.md` in the bag: the same order as on a terminal. */
export function renderMarkdown(assessment: Assessment, options: MarkdownOptions = {}): string {
  const view = viewOf(assessment);
  const blocks = [
    ...head(view),
    ...models(view),
    ...sets(view),
    ...accounts(view),
    ...findings(view),
    ...evidence(view),
    ...leftOut(view),
    `<sub>${markdownText(DISCLAIMER)}</sub>\n`,
  ];
  const notice = '_The report is longer than fits here; the JSON report holds all of it._\n';
  return fitBlocks(blocks, options.limit ?? Number.POSITIVE_INFINITY, notice);
}

function head({ title, verdict, summary }: View): string[] {
  return [`## ${MARK[verdict.tone]} modelbag: ${markdownMessage(title)}\n`, `**${markdownText(summary)}**\n`];
}

function models({ models }: View): string[] {
  if (models.length === 0) return [];
  const rows = models
    .slice(0, MOST_ROWS)
    .map((row) => [
      markdownCode(row.path),
      markdownText(row.format),
      marked(row.openness),
      marked(row.safety),
      markdownText(row.loading.text),
      row.size,
      row.parameters,
    ]);
  return [
    '### Models\n',
    table(['Model', 'Format', 'Openness', 'Safety', 'Loading', 'Size', 'Numbers'], rows, 5),
    ...more(models.length - MOST_ROWS, 'model'),
  ];
}

function sets({ sets }: View): string[] {
  if (sets.length === 0) return [];
  const copies = ({ open }: SetRow): string =>
    open.length === 0
      ? '–'
      : open.slice(0, 3).map(markdownCode).join(', ') + (open.length > 3 ? ` and ${open.length - 3} more` : '');
  const rows = sets
    .slice(0, MOST_ROWS)
    .map((row) => [
      `${row.isCount ? row.native : markdownCode(row.native)}${statesBeside(row)}`,
      copies(row),
      marked(row.outcome),
    ]);
  return [
    '### Preservation\n',
    table(['Native', 'Open copy', 'Outcome'], rows),
    ...more(sets.length - MOST_ROWS, 'set'),
  ];
}

function findings({ groups, counts }: View): string[] {
  if (groups.length === 0) return [];
  const urgent = groups.filter(({ severity }) => severity !== 'note');
  const notes = groups.filter(({ severity }) => severity === 'note');
  return [
    `### Findings: ${counts}\n`,
    ...urgent.map(group),
    ...(notes.length > 0
      ? [`<details><summary>${count(sum(notes), 'note')}</summary>\n\n${notes.map(group).join('\n')}\n</details>\n`]
      : []),
  ];
}

const sum = (groups: readonly FindingGroup[]): number =>
  groups.reduce((total, { items }) => total + items.reduce((n, { places }) => n + Math.max(1, places.length), 0), 0);

function placesOf(places: readonly string[]): string {
  const rest = places.length - MOST_ITEMS;
  return places.slice(0, MOST_ITEMS).map(markdownCode).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** One rule: what it says, where, and what to do. */
export function group({ rule, title, severity, advice, items }: FindingGroup): string {
  const shown = items.slice(0, MOST_ITEMS).map((item) => {
    const place = item.places.length === 0 ? '' : `${placesOf(item.places)}: `;
    const own = item.advice === null ? '' : `\n  → ${markdownMessage(item.advice)}`;
    return `- ${place}${markdownMessage(item.message)}${own}`;
  });
  const rest = items.length > MOST_ITEMS ? [`- and ${items.length - MOST_ITEMS} more`] : [];
  const what = advice === null ? [] : ['', `→ ${markdownMessage(advice)}`];
  return [
    `**${ANCHOR[severity]} ${markdownMessage(title)}** (${severity} \`${rule}\`)\n`,
    ...shown,
    ...rest,
    ...what,
    '',
  ].join('\n');
}

function accounts({ accounts }: View): string[] {
  if (accounts.length === 0) return [];
  return [
    '### What is known\n',
    ...accounts
      .slice(0, MOST_ROWS)
      .map(({ title, text }) => `**${markdownMessage(title)}** ${markdownMessage(text)}\n`),
    ...more(accounts.length - MOST_ROWS, 'account'),
  ];
}

function evidence({ evidence }: View): string[] {
  if (evidence.length === 0) return [];
  const rows = evidence.map(({ label, text, tone }) => [
    markdownText(label),
    `${tone === 'plain' ? '' : `${tone === 'good' ? MARK.good : '–'} `}${markdownMessage(text)}`,
  ]);
  return ['### How it was made\n', table(['About', 'Known'], rows)];
}

function leftOut({ leftOut, notes }: View): string[] {
  const lines = [
    ...leftOut
      .slice(0, MOST_ROWS)
      .map(({ path, reason }) => `- not packed: ${markdownCode(path)}: ${markdownText(reason)}`),
    ...more(leftOut.length - MOST_ROWS, 'file'),
    ...notes.map((note) => `- ${markdownMessage(note)}`),
  ];
  return lines.length === 0 ? [] : ['### Remarks\n', `${lines.join('\n')}\n`];
}

/** A word with the sign of its tone. */
export const marked = ({ text, tone }: Toned): string => `${MARK[tone]} ${markdownText(text)}`.trim();
const more = (rest: number, what: string): string[] => (rest > 0 ? [`and ${count(rest, `more ${what}`)}\n`] : []);

/** A GFM table; cells are escaped by whoever made them. `right`: first column of those that hold numbers. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[], right = titles.length): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `${[line(titles), line(titles.map((_, i) => (i >= right ? '---:' : '---'))), ...rows.map(line)].join('\n')}\n`;
}
