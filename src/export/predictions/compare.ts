import type { Tolerance } from '../../reproduce/comparison.js';
import type { ProofResult } from '../proof.js';
import { digestOf, type Row } from './rows.js';

/** What a model answers for one row: numbers and labels by name, in one order. */
export type Answer = readonly { name: string; value: number | string | null }[];

/** Nine digits of a float64 model, six of a float32 one; below the absolute part a number is zero. */
export const TOLERANCE: Tolerance = { absolute: 1e-9, relative: 1e-6 };

/**
 * Proof by predictions: labels are the same, numbers are within the tolerance, on every row. What neither side answers
 * is equal; what one of them does not answer is not.
 */
export function comparePredictions(
  native: readonly Answer[],
  copy: readonly Answer[],
  inputs: NonNullable<ProofResult['inputs']>,
  tolerance: Tolerance = TOLERANCE,
): ProofResult {
  const remarks: string[] = [];
  let worst: ProofResult['worst'] = null;
  let elements = 0;
  let isEqual = true;
  for (const [i, wanted] of native.entries()) {
    const found = copy[i] ?? [];
    const byName = new Map(found.map((answer) => [answer.name, answer.value]));
    for (const { name, value } of wanted) {
      elements += 1;
      const other = byName.get(name);
      if (Object.is(other, value) || other === value) continue;
      isEqual = false;
      const difference = typeof value === 'number' && typeof other === 'number' ? Math.abs(value - other) : Number.NaN;
      if (!(difference <= tolerance.absolute + tolerance.relative * Math.abs(value as number)))
        remarks.push(`row ${i}, ${name}: expected ${value}, found ${other === undefined ? 'nothing' : other}`);
      const maxRel = difference / Math.abs(value as number);
      if (!(difference <= (worst?.maxAbs ?? -1)) && Number.isFinite(difference))
        worst = { name, maxAbs: difference, maxRel };
    }
    if (found.length !== wanted.length)
      remarks.push(`row ${i}: expected ${wanted.length} answers, found ${found.length}`);
  }
  if (native.length === 0) remarks.push('no row was compared');
  return {
    method: 'predictions',
    verdict: remarks.length > 0 ? 'not-equal' : isEqual ? 'equal' : 'within-tolerance',
    tolerance,
    compared: native.length,
    elements,
    worst,
    inputs,
    ...(remarks.length > 0 && { remarks: remarks.slice(0, 20) }),
  };
}

/** Rows that were generated, as a proof tells of them. */
export const aboutRows = (rows: readonly Row[]): NonNullable<ProofResult['inputs']> => ({
  rows: rows.length,
  sha256: digestOf(rows),
  how: GENERATED,
});

const GENERATED =
  'generated from the model alone: numbers at its thresholds and between, every label, gaps where it takes them';
