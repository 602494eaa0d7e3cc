import { type Attributes, numbersIn } from './attributes.js';
import { MOST_COLUMNS } from './fits.js';
import type { Step } from './predictor.js';

const kept = (from: number[]): Step[] => [{ kind: 'columns', parts: [{ from, steps: [] }] }];

const placesOf = (mask: readonly boolean[]): number[] => mask.flatMap((is, i) => (is ? [i] : []));

/** Columns whose values differ by more than the threshold. */
export async function varianceThreshold(one: Attributes): Promise<Step[]> {
  const threshold = one.number('threshold', 0);
  return kept(placesOf((await one.numbers('variances_')).map((variance) => variance > threshold)));
}

/** The columns with the best scores; of even ones the later ones. */
export async function bestColumns(one: Attributes): Promise<Step[]> {
  const scores = (await one.numbers('scores_')).map((score) => (Number.isNaN(score) ? -Number.MAX_VALUE : score));
  const count = one.text('k') === 'all' ? scores.length : one.number('k', 10);
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] as number) - (scores[b] as number));
  return kept(order.slice(Math.max(0, order.length - count)).sort((a, b) => a - b));
}

/** Columns that an elimination left over. */
export const supportedColumns = async (one: Attributes): Promise<Step[]> =>
  kept(placesOf((await one.labels('support_')).map((is) => is !== 0)));

/** Factors of one product: more nest deeper than readers of graphs and documents take. */
const MOST_FACTORS = 100;
/** Factors of all products together. */
const MOST_FACTORS_IN_ALL = 2 ** 20;

/** Products of columns up to a degree, in the order of scikit-learn: shorter ones first, then by their columns. */
export async function polynomials(one: Attributes): Promise<Step[]> {
  const width = one.columnCount();
  const [least, most] = await degreesOf(one);
  if (!(most >= 0 && most <= MOST_FACTORS)) one.refuse(`products of ${most} columns`);
  const step = Number(one.flag('interaction_only'));
  const terms: number[][] = one.value('include_bias') === false ? [] : [[]];
  let last: number[][] = [[]];
  let factors = 0;
  for (let degree = 1; degree <= most && last.length > 0; degree++) {
    const next: number[][] = [];
    for (const term of last)
      for (let column = term.length === 0 ? 0 : (term.at(-1) as number) + step; column < width; column++) {
        if (terms.length + next.length >= MOST_COLUMNS) one.refuse(`more than ${MOST_COLUMNS} products of columns`);
        factors += degree;
        if (factors > MOST_FACTORS_IN_ALL) one.refuse(`products of more than ${MOST_FACTORS_IN_ALL} factors together`);
        next.push([...term, column]);
      }
    last = next;
    if (degree >= least) for (const term of last) terms.push(term);
  }
  return [{ kind: 'products', terms }];
}

async function degreesOf(one: Attributes): Promise<[least: number, most: number]> {
  const degree = one.value('degree');
  if (typeof degree === 'number' || typeof degree === 'bigint') return [0, Number(degree)];
  const [least = 0, most = 0] = await numbersIn(degree, 'degree');
  return [least, most];
}
