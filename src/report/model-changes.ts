import type { AgainstBase, ModelChange, ModelState } from '../assess/assessment.js';
import { count } from '../assess/quote.js';
import { markdownName } from './escape.js';
import { MARK, table } from './markdown.js';
import { weightsSentence } from './weight-changes.js';
import { bytes, numbers } from './words.js';

export const MOST_CHANGES = 25;

const WORDS = [
  ['added', '➕'],
  ['changed', '✏️'],
  ['moved', '➡️'],
  ['removed', '➖'],
] as const;

/** `1 model added, 2 changed`. */
export function modelWords(models: readonly ModelChange[]): string {
  const parts = WORDS.map(([word]) => [models.filter(({ change }) => change === word).length, word] as const).filter(
    ([n]) => n > 0,
  );
  return parts.map(([n, word], i) => (i === 0 ? `${count(n, 'model')} ${word}` : `${n} ${word}`)).join(', ');
}

/** What became of models, as a table. */
export function changedModels(models: readonly ModelChange[]): string[] {
  const shown = models.slice(0, MOST_CHANGES);
  const isWeighed = shown.some(({ weights }) => weights);
  const rows = shown.map((change) => {
    const { path, from, before, after, weights } = change;
    const [, sign] = WORDS.find(([word]) => word === change.change) as (typeof WORDS)[number];
    return [
      `${sign} ${change.change}`,
      from === undefined ? markdownName(path) : `${markdownName(from)} → ${markdownName(path)}`,
      turn(before && bytes(before.size), after && bytes(after.size)),
      turn(before && numbersOf(before), after && numbersOf(after)),
      turn(before?.openness, after?.openness),
      turn(before && safety(before), after && safety(after)),
      ...(isWeighed ? [weights ? weightsSentence(weights) : ''] : []),
    ];
  });
  const titles = ['Change', 'Model', 'Size', 'Numbers', 'Openness', 'Safety', ...(isWeighed ? ['Weights'] : [])];
  const more = models.length > MOST_CHANGES ? [`and ${count(models.length - MOST_CHANGES, 'more model')}\n`] : [];
  return [table(titles, rows), ...more];
}

/** What can be said of the making now and could not before, and the other way round. */
export const evidenceLines = ({ gained, lost }: AgainstBase['evidence']): string[] => [
  ...(gained.length > 0 ? [`${MARK.good} Now also known: ${gained.join(', ')}.\n`] : []),
  ...(lost.length > 0 ? [`${MARK.weak} No longer known: ${lost.join(', ')}.\n`] : []),
];

/** `before → after` of our own words, or one of them where the other is missing or the same. */
const turn = (before: string | undefined, after: string | undefined): string =>
  before === undefined || after === undefined || before === after
    ? (after ?? before ?? '')
    : `${before} → **${after}**`;

/** How many parameters; a model that holds none shows none. */
const numbersOf = ({ parameterCount }: ModelState): string => (parameterCount > 0 ? numbers(parameterCount) : '–');

function safety({ safety: { status, verdict } }: NonNullable<ModelChange['after']>): string {
  if (verdict === 'dangerous') return `${MARK.bad} dangerous`;
  if (status !== 'complete') return status === 'error' ? 'not opened' : 'not all read';
  return verdict === 'library-classes' ? 'library code' : verdict;
}
