import type { Checkpoint, ModelSet } from '../assess/assessment.js';
import { count, list, quote } from '../assess/quote.js';
import type { CheckpointState } from '../evidence/evidence.js';
import { entersDirectory } from '../formats/directory.js';
import { sharedFolder } from './shared-folder.js';

/** `an intermediate state (epoch 5, step 500)`. */
export const stateWord = (state: CheckpointState): string =>
  `${state.state === 'intermediate' ? 'an' : 'the'} ${state.state} state${numbersOf(state)}`;

/** What else was kept of a training, the intermediate states apart: a sentence, empty where nothing was. */
export function statesSentence({ native, checkpoints = [] }: ModelSet): string {
  if (checkpoints.length === 0) return '';
  const folder = sharedFolder([native, ...checkpoints.map(({ path }) => path)]);
  const nameOf = ({ path }: Checkpoint): string =>
    (entersDirectory(path) ? path.slice(0, path.lastIndexOf('/') + 1) : path).slice(folder.length);
  const between = checkpoints.filter(({ state }) => state === 'intermediate');
  const others = checkpoints.filter(({ state }) => state !== 'intermediate');
  const parts = [
    ...(between.length === 0
      ? []
      : [`${count(between.length, 'intermediate checkpoint')} (${list(between.map(nameOf))}${rangeOf(between)})`]),
    ...others.map((state) => `the ${state.state} one, ${quote(nameOf(state))}${numbersOf(state)}`),
  ];
  const all = [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '');
  return `Of its training other states are kept: ${all.join(' and ')}.`;
}

/** ` (epoch 5, step 500)`. */
function numbersOf({ epoch, step }: CheckpointState): string {
  const parts = [epoch === undefined ? '' : `epoch ${epoch}`, step === undefined ? '' : `step ${step}`];
  const said = parts.filter((part) => part !== '').join(', ');
  return said === '' ? '' : ` (${said})`;
}

/** `, epochs 5 to 40`. */
function rangeOf(states: readonly Checkpoint[]): string {
  for (const key of ['epoch', 'step'] as const) {
    const numbers = states.flatMap((state) => state[key] ?? []);
    if (numbers.length < states.length) continue;
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
    return least === most ? `, ${key} ${least}` : `, ${key}s ${least} to ${most}`;
  }
  return '';
}
