import type { Assessment, ModelReport } from '../../assess/assessment.js';
import { list, quote, sentence, shorten, visible } from '../../assess/quote.js';
import { equalityOf, everyState } from '../../assess/sets.js';
import { stateWord } from '../states.js';

/** How one model stands to the others, and what it takes to use it: messages. */
export const modelRelations = (model: ModelReport, assessment: Assessment): string[] =>
  [copies(model, assessment), training(model, assessment), needs(model)].filter((part) => part !== '');

function copies({ path }: ModelReport, { sets }: Assessment): string {
  const states = everyState(sets);
  const of = states.filter(({ open }) => open.includes(path));
  const set = states.find(({ native }) => native === path);
  if (of.length > 0) {
    const natives = list(of.map(({ native }) => native));
    if (of.every(({ proof }) => proof === 'tensors'))
      return `It is an open copy that holds the very numbers of ${natives}.`;
    if (of.every((set) => set.proof === 'tensors' || set.made?.includes(path)))
      return `It was made of ${natives} for the archive and compared with ${of.length === 1 ? 'it' : 'them'}: see its proof.`;
    return of.some(({ stale }) => stale)
      ? `It is called like ${natives}, but holds other numbers.`
      : `It is taken for an open copy of ${natives} by its name; that both are equal is not proven.`;
  }
  if (!set || set.open.length === 0) return '';
  const copy = set.open.length === 1 ? 'its open copy' : 'its open copies';
  switch (equalityOf(set)) {
    case 'tensors':
      return `The same numbers lie openly in ${list(set.open)}.`;
    case 'proof':
      return `${list(set.open)} ${set.open.length === 1 ? 'is' : 'are'} ${copy}, made for the archive and compared with it.`;
    case 'name':
      return set.stale
        ? `${list(set.open)} ${set.open.length === 1 ? 'is' : 'are'} called like it, with other numbers.`
        : `${list(set.open)} may be ${copy}, by name alone.`;
  }
}

/** `A state of the training of model.pt, at epoch 5.` */
function training({ path }: ModelReport, { sets }: Assessment): string {
  for (const { native, checkpoints = [] } of sets) {
    const found = checkpoints.find((state) => state.path === path);
    if (found) return `It is ${stateWord(found)} of the training of ${quote(native)}.`;
  }
  return '';
}

function needs({ needs }: ModelReport): string {
  const names = [...new Set(needs.map((need) => `${need.package} ${need.version}`.trim()))];
  return names.length === 0 ? '' : `Using it needs ${list(names)}.`;
}

const MOST_FACTS = 12;

/** What the file says of itself: keys and values that are short enough to be read. */
export function modelFacts({ facts }: ModelReport): { key: string; value: string }[] {
  return facts
    .filter(
      ({ value }) => ['string', 'number', 'boolean'].includes(typeof value) && value !== '' && `${value}`.length <= 120,
    )
    .slice(0, MOST_FACTS)
    .map(({ key, value }) => ({ key: shorten(visible(key), 60), value: sentence(`${value as string}`) }));
}
