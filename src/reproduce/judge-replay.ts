import type { ReplayDocument } from './replay-record.js';

type Judged = Pick<ReplayDocument, 'verdict' | 'reason'>;

/** What models and metrics of a new run say together. Unknown is no pass: a model that did not come out is not reproduced. */
export function judgeReplay({ models, metrics }: Pick<ReplayDocument, 'models' | 'metrics'>): Judged {
  if (models.length === 0)
    return { verdict: 'not-reproduced', reason: 'The bag holds no model that the command could write.' };
  const of = (...verdicts: string[]): typeof models =>
    models.filter(({ diff }) => diff && verdicts.includes(diff.verdict));
  const same = of('identical');
  const alike = of('identical', 'equal-within-tolerance');
  const all = models.length === 1 ? 'the model' : `all ${models.length} models`;
  if (same.length === models.length)
    return { verdict: 'reproduced', reason: `The command wrote ${all} again, bit by bit.` };
  if (alike.length === models.length)
    return { verdict: 'reproduced-within-tolerance', reason: `The command wrote ${all} again, within the tolerance.` };
  const told = `${alike.length} of ${models.length} models came out again${differing(models)}`;
  const agree = metrics.filter(({ within }) => within);
  if (metrics.length > 0 && agree.length === metrics.length && models.every(({ diff }) => diff !== null))
    return { verdict: 'metrics-reproduced', reason: `${told}; all ${metrics.length} recorded metrics did.` };
  const metricsToo = metrics.length > 0 ? `; ${agree.length} of ${metrics.length} recorded metrics did` : '';
  return { verdict: 'not-reproduced', reason: `${told}${metricsToo}.` };
}

/** Names of the first tensors that came out otherwise. */
function differing(models: ReplayDocument['models']): string {
  const names = models.flatMap(({ path, diff }) =>
    diff === null
      ? [`${path} was not written`]
      : diff.tensors
          .filter(({ status }) => status !== 'equal' && status !== 'within')
          .map(({ name }) => `${name} of ${path}`),
  );
  if (names.length === 0) return '';
  return ` (otherwise: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''})`;
}
