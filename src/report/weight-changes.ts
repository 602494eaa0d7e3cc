import type { ModelChange, TensorChange, WeightChanges } from '../assess/assessment.js';
import { count, NAME_LENGTH, shorten } from '../assess/quote.js';
import { markdownName, markdownText } from './escape.js';
import { table } from './markdown.js';
import { dimensions } from './words.js';

const MOST_MODELS = 25;
const MOST_TENSORS = 15;
/** Of all models together: what is new, and what to do about it, matters more. */
const MOST_ROWS = 100;

const WORDS: Readonly<Record<TensorChange['change'], string>> = {
  changed: 'with other values',
  added: 'added',
  removed: 'removed',
  reshaped: 'of another shape or type',
  renamed: 'renamed',
};

/** `2 of 3 tensors with other values, 1 added`. */
export function weightsSentence({ same, changes, more, unread }: WeightChanges): string {
  const now = changes.filter(({ change }) => change !== 'removed').length + more + same + unread;
  if (changes.length === 0 && unread === 0) return `all ${count(now, 'tensor')} as before`;
  const parts = (Object.keys(WORDS) as TensorChange['change'][])
    .map((change) => [changes.filter((one) => one.change === change).length, WORDS[change]] as const)
    .filter(([n]) => n > 0);
  return [
    ...parts.map(([n, word], i) => (i === 0 ? `${n} of ${count(now, 'tensor')} ${word}` : `${n} ${word}`)),
    ...(more > 0 ? [`${more} changed in some way`] : []),
    ...(unread > 0 ? [`${unread} not compared`] : []),
  ].join(', ');
}

/** `float32 3 × 4`. */
const kindOf = ({ dtype, shape }: Pick<TensorChange, 'dtype' | 'shape'>): string => `${dtype} ${dimensions(shape)}`;

/** The columns of a changed tensor, as plain text. */
export function tensorRow(change: TensorChange): {
  name: string;
  what: string;
  kind: string;
  differing: string;
  largest: string;
} {
  const { name, from, before, differing, total, largest } = change;
  return {
    name: from === undefined ? name : `${from} → ${name}`,
    what: change.change,
    kind: before ? `${kindOf(before)} → ${kindOf(change)}` : kindOf(change),
    differing: differing === undefined ? '' : `${differing} of ${total}`,
    largest: largest === undefined ? '' : largest === null ? '∞' : largest.toPrecision(3),
  };
}

/** The tensors of the changed models, in one fold. Names stand in its Markdown alone: its title is HTML. */
export function renderTensors(models: readonly ModelChange[]): string[] {
  const told = models.flatMap(({ path, weights }) => (weights?.changes.length ? [{ path, weights }] : []));
  const shown = told.slice(0, MOST_MODELS);
  const most = Math.min(MOST_TENSORS, Math.floor(MOST_ROWS / shown.length));
  const parts = shown.map(({ path, weights }) => {
    const rows = weights.changes.slice(0, most).map((change) => {
      const { name, what, kind, differing, largest } = tensorRow(change);
      return [markdownName(name), what, markdownText(shorten(kind, NAME_LENGTH)), differing, largest];
    });
    const rest = weights.changes.length + weights.more - rows.length;
    const all = table(['Tensor', '', 'Type, shape', 'Elements', 'Largest difference'], rows, 3);
    return `${markdownName(path)}: ${weightsSentence(weights)}\n\n${all}${rest > 0 ? `\nand ${rest} more\n` : ''}`;
  });
  if (parts.length === 0) return [];
  if (told.length > parts.length) parts.push(`and ${count(told.length - parts.length, 'more model')}\n`);
  return [`<details><summary>Which tensors changed</summary>\n\n${parts.join('\n')}\n</details>\n`];
}
