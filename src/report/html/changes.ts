import type { ModelChange } from '../../assess/assessment.js';
import { count } from '../../assess/quote.js';
import { html, htmlMessage } from '../escape.js';
import { placeOf } from '../view.js';
import { tensorRow, weightsSentence } from '../weight-changes.js';
import { bytes } from '../words.js';
import { code, type Page, type Section, table } from './markup.js';

const MOST_ROWS = 60;

/** On a pull request: what is different from the state that it would replace. */
export const changes: Section = {
  id: 'changes',
  title: 'What changed against the base',
  render({ assessment: { againstBase } }: Page): string {
    if (!againstBase) return '';
    const { models, evidence, preservation, solved } = againstBase;
    const { before, after } = preservation;
    const gone = solved.filter(({ severity }) => severity !== 'note').slice(0, MOST_ROWS);
    return [
      `<p><b>${after.preservable} of ${count(after.models, 'model')} preservable</b>; before, it was ${before.preservable} of ${before.models}.</p>`,
      models.length === 0
        ? ''
        : table(['Model', 'Change', 'Size', 'Openness', 'Numbers'], models.slice(0, MOST_ROWS).map(row), 5),
      ...models.slice(0, MOST_ROWS).map(weights),
      evidence.gained.length > 0 ? `<p class="good">Now also known: ${html(evidence.gained.join(', '))}.</p>` : '',
      evidence.lost.length > 0 ? `<p class="weak">No longer known: ${html(evidence.lost.join(', '))}.</p>` : '',
      gone.length > 0
        ? `<h3>Solved</h3><ul>${gone.map((finding) => `<li>${placeOf(finding) === '' ? '' : `${code(placeOf(finding))}: `}${htmlMessage(finding.message)}</li>`).join('')}</ul>`
        : '',
    ]
      .filter((part) => part !== '')
      .join('\n');
  },
};

/** What became of the tensors of a changed model. */
function weights({ path, weights }: ModelChange): string {
  if (!weights) return '';
  const rows = weights.changes.slice(0, MOST_ROWS).map((change) => {
    const { name, what, kind, differing, largest } = tensorRow(change);
    return [code(name), html(what), html(kind), html(differing), html(largest)];
  });
  const rest = weights.changes.length + weights.more - rows.length;
  const all =
    rows.length === 0 ? '' : table(['Tensor', 'Change', 'Type, shape', 'Elements', 'Largest difference'], rows, 3);
  return `<h3>${code(path)}: ${html(weightsSentence(weights))}</h3>${all}${rest > 0 ? `<p>and ${count(rest, 'more tensor')}</p>` : ''}`;
}

function row({ path, from, change, before, after }: ModelChange): string[] {
  const turn = (a: string | undefined, b: string | undefined): string =>
    a === undefined || b === undefined || a === b ? html(b ?? a ?? '') : `${html(a)} → <b>${html(b)}</b>`;
  return [
    from === undefined ? code(path) : `${code(from)} → ${code(path)}`,
    html(change),
    turn(before && bytes(before.size), after && bytes(after.size)),
    turn(before?.openness, after?.openness),
    turn(before && String(before.parameterCount), after && String(after.parameterCount)),
  ];
}
