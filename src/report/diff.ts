import type { DiffDocument, TensorComparison, TensorStatus } from '../reproduce/comparison.js';
import { lineOf } from './escape.js';
import { wrap } from './fit.js';
import { painter } from './paint.js';
import { type Column, renderTable } from './table.js';
import type { Look } from './terminal.js';
import { dimensions, type Tone, type Toned } from './words.js';

const MOST_TENSORS = 60;
const MOST_UNREAD = 8;

export const DIFF_VERDICTS: Readonly<Record<DiffDocument['verdict'], { mark: string; text: string; tone: Tone }>> = {
  identical: { mark: '=', text: 'identical', tone: 'good' },
  'equal-within-tolerance': { mark: '≈', text: 'equal within the tolerance', tone: 'good' },
  different: { mark: '≠', text: 'different', tone: 'bad' },
  incomparable: { mark: '?', text: 'incomparable', tone: 'weak' },
};
export const STATUSES: Readonly<Record<TensorStatus, Toned>> = {
  equal: { text: 'equal', tone: 'good' },
  within: { text: 'within', tone: 'good' },
  different: { text: 'different', tone: 'bad' },
  'only-in-a': { text: 'only in a', tone: 'bad' },
  'only-in-b': { text: 'only in b', tone: 'bad' },
  'dtype-differs': { text: 'other dtype', tone: 'weak' },
  'shape-differs': { text: 'other shape', tone: 'bad' },
};

/** A distance with three digits; a dash where there is none. */
export const distance = (value: number | null): string =>
  value === null
    ? ''
    : value === 0 || !Number.isFinite(value)
      ? String(value).replace('Infinity', '∞')
      : value.toPrecision(3);

/** `3 × 4`, and what it is on the other side where that differs. */
export const shapeWords = ({ shape, shapeInB, dtype, dtypeInB }: TensorComparison): string => {
  const shapes = [shape, ...(shapeInB ? [shapeInB] : [])].map((one) => dimensions(one)).join(' → ');
  return `${dtypeInB ? `${dtype} → ${dtypeInB}` : dtype} ${shapes}`;
};

const nameOf = ({ name, nameInB, matchedBy }: TensorComparison): string =>
  matchedBy === undefined ? name : `${name} = ${nameInB}`;

const elements = ({ differing, total }: TensorComparison): string =>
  differing === null || total === 0 ? '' : `${differing} of ${total}`;

/** Where the first difference lies and what stands there. */
const firstPlace = ({ firstDifference }: TensorComparison): string =>
  firstDifference
    ? `[${firstDifference.index.join(', ')}] ${digits(firstDifference.a)} → ${digits(firstDifference.b)}`
    : '';

/** Seven digits tell float32 values apart; integers are shown whole. */
const digits = (value: number | string): string =>
  typeof value === 'string' || Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));

const COLUMNS: readonly Column<TensorComparison>[] = [
  { title: 'tensor', cell: (row) => lineOf(nameOf(row)), comfort: 32, shrinksTo: 16 },
  { title: '', cell: ({ status }) => STATUSES[status] },
  { title: 'dtype, shape', cell: (row) => lineOf(shapeWords(row)), comfort: 20, shrinksTo: 12, cut: 'end' },
  { title: 'differing', cell: elements, right: true },
  { title: 'largest', cell: ({ maxAbs }) => distance(maxAbs), right: true },
  { title: 'relative', cell: ({ maxRel }) => distance(maxRel), right: true, optional: 2 },
  { title: 'first at', cell: (row) => lineOf(firstPlace(row)), optional: 1, comfort: 24, shrinksTo: 14, cut: 'end' },
];

/** Tensors that differ before those that agree, in the order of the model. */
const byNews = (tensors: readonly TensorComparison[]): TensorComparison[] => {
  const agrees = ({ status }: TensorComparison): boolean => status === 'equal' || status === 'within';
  return [...tensors.filter((row) => !agrees(row)), ...tensors.filter(agrees)];
};

/** How two models compare, for a terminal. */
export function renderDiffTerminal(document: DiffDocument, { color, width }: Look): string {
  const { a, b, tensors, tolerance, unread } = document;
  const paint = painter(color);
  const { mark, text, tone } = DIFF_VERDICTS[document.verdict];
  const rows = byNews(tensors);
  const rest = rows.length - MOST_TENSORS;
  const tolerated = tolerance.absolute > 0 || tolerance.relative > 0;
  return `${[
    paint.dim(`modelbag diff · a ${lineOf(a.path)} (${a.format}) · b ${lineOf(b.path)} (${b.format})`),
    '',
    paint.tone(tone, `${mark} ${text}`),
    ...wrap(document.summary, width - 2).map((line) => `  ${line}`),
    ...(tolerated ? [`  tolerance: |a − b| ≤ ${tolerance.absolute} + ${tolerance.relative} · |b|`] : []),
    '',
    ...renderTable(rows.slice(0, MOST_TENSORS), COLUMNS, width, paint),
    ...(rest > 0 ? [`and ${rest} more; --format json lists all`] : []),
    ...unread
      .slice(0, MOST_UNREAD)
      .flatMap(({ name, reason }) => wrap(`not read: ${lineOf(name)}: ${lineOf(reason)}`, width)),
  ].join('\n')}\n`;
}
