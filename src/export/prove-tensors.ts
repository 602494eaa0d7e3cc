import { compareModels, EXACT, type ModelPlace } from '../reproduce/compare.js';
import type { ProofResult } from './proof.js';

/**
 * Proof by reading both files with our readers, element by element. Equal only where every tensor that was meant to be
 * exported is in the copy, under its name, with the same dtype, shape and values, and nothing else is.
 */
export const proveTensors =
  (exported: readonly { name: string }[]) =>
  (native: ModelPlace, written: ModelPlace): Promise<ProofResult> =>
    compareExported(native, written, new Set(exported.map(({ name }) => name)));

async function compareExported(
  native: ModelPlace,
  written: ModelPlace,
  exported: ReadonlySet<string>,
): Promise<ProofResult> {
  const { tensors, unread } = await compareModels(native, written);
  const wanted = tensors.filter(({ name, status }) => exported.has(name) || status === 'only-in-b');
  const failed = wanted.filter(({ name, nameInB, status }) => status !== 'equal' || nameInB !== name);
  const found = new Set(wanted.map(({ name }) => name));
  const missing = [...exported].filter((name) => !found.has(name));
  const isEqual = failed.length === 0 && missing.length === 0 && unread.every(({ name }) => !exported.has(name));
  const elements = wanted.reduce((sum, { total }) => sum + total, 0);
  const worst = wanted.reduce<ProofResult['worst']>(
    (most, { name, maxAbs, maxRel }) =>
      maxAbs !== null && maxAbs > (most?.maxAbs ?? 0) ? { name, maxAbs, maxRel: maxRel ?? 0 } : most,
    null,
  );
  return {
    method: 'tensors',
    verdict: isEqual ? 'equal' : 'not-equal',
    tolerance: EXACT,
    compared: wanted.length,
    elements,
    worst,
    ...(isEqual
      ? {}
      : {
          remarks: [
            ...failed.map(({ name, nameInB, status }) =>
              status === 'equal' ? `${name}: called ${nameInB}` : `${name}: ${status}`,
            ),
            ...missing.map((name) => `${name}: missing`),
          ].slice(0, 20),
        }),
  };
}
