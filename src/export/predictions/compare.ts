import type { Tolerance } from '../../reproduce/comparison.js';
import { NotExportable } from '../not-exportable.js';
import type { ProofResult } from '../proof.js';
import { digestOf, ROWS, type Row } from './rows.js';

/** What a model answers for one row: numbers and labels by name, in one order. */
export type Answer = readonly { name: string; value: number | string | null }[];

/** Nine digits of a float64 model, six of a float32 one; below the absolute part a number is zero. */
export const TOLERANCE: Tolerance = { absolute: 1e-9, relative: 1e-6 };

const MOST_REMARKS = 20;

/**
 * Proof by predictions: labels are the same, numbers are within the tolerance, on every row. What neither side answers
 * is equal, and proves nothing: NotExportable where there is no answer at all. What one of them does not answer is not equal.
 */
export function comparePredictions(
  native: Iterable<Answer>,
  copy: Iterable<Answer>,
  inputs: NonNullable<ProofResult['inputs']>,
  tolerance: Tolerance = TOLERANCE,
): ProofResult {
  const remarks: string[] = [];
  const remark = (text: string): void => void (remarks.length < MOST_REMARKS && remarks.push(text));
  let worst: ProofResult['worst'] = null;
  let elements = 0;
  let rows = 0;
  let isEqual = true;
  const copies = copy[Symbol.iterator]();
  for (const wanted of native) {
    const found: Answer = copies.next().value ?? [];
    const i = rows++;
    const valueIn = valuesOf(found);
    for (const [at, { name, value }] of wanted.entries()) {
      const other = valueIn(name, at);
      if (isAnswer(value) || isAnswer(other)) elements += 1;
      if (Object.is(other, value) || other === value) continue;
      isEqual = false;
      const difference = typeof value === 'number' && typeof other === 'number' ? Math.abs(value - other) : Number.NaN;
      const isNear = difference <= tolerance.absolute + tolerance.relative * Math.abs(value as number);
      // What is infinite is near to nothing else, and every number would be within its tolerance.
      if (!(isNear && Number.isFinite(difference)))
        remark(`row ${i}, ${name}: expected ${value}, found ${other === undefined ? 'nothing' : other}`);
      const maxRel = difference / Math.abs(value as number);
      if (!(difference <= (worst?.maxAbs ?? -1)) && Number.isFinite(difference))
        worst = { name, maxAbs: difference, maxRel };
    }
    if (found.length !== wanted.length) remark(`row ${i}: expected ${wanted.length} answers, found ${found.length}`);
  }
  if (elements === 0 && remarks.length === 0)
    throw new NotExportable(
      `the model answers none of ${rows} inputs with a finite number or a label: no copy of it can be proven`,
      'Look for weights that are not finite: modelbag inspect --tensors MODEL',
    );
  return {
    method: 'predictions',
    verdict: remarks.length > 0 ? 'not-equal' : isEqual ? 'equal' : 'within-tolerance',
    tolerance,
    compared: rows,
    elements,
    worst,
    inputs,
    ...(remarks.length > 0 && { remarks }),
  };
}

/** Row by row, since answers as objects take many times the room of their numbers. */
export function* answersTo(rows: readonly Row[], answer: (row: Row) => Answer): Generator<Answer> {
  for (const row of rows) yield answer(row);
}

const isAnswer = (value: number | string | null | undefined): boolean =>
  typeof value === 'string' || Number.isFinite(value);

/** Values of an answer by name: in most answers at the same place. */
function valuesOf(answer: Answer): (name: string, at: number) => number | string | null | undefined {
  let byName: Map<string, number | string | null> | undefined;
  return (name, at) => {
    const same = answer[at];
    if (same?.name === name) return same.value;
    byName ??= new Map(answer.map((one) => [one.name, one.value]));
    return byName.get(name);
  };
}

/** Rows that were generated, as a proof tells of them. */
export const aboutRows = (rows: readonly Row[]): NonNullable<ProofResult['inputs']> => ({
  rows: rows.length,
  sha256: digestOf(rows),
  how: rows.length < ROWS ? `${GENERATED}; fewer than ${ROWS} rows, since each takes long` : GENERATED,
});

const GENERATED =
  'generated from the model alone: numbers at its thresholds and between, every label, gaps where it takes them';
