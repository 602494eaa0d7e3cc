import { count } from '../tree/listing.js';
import type { DiffDocument, TensorComparison } from './comparison.js';

/** One sentence that says how two models compare. */
export function summarize({ verdict, tensors, unread }: Omit<DiffDocument, 'summary'>): string {
  const of = (...statuses: TensorComparison['status'][]): number =>
    tensors.filter(({ status }) => statuses.includes(status)).length;
  const all = count(tensors.length, 'tensor');
  const allAre = tensors.length === 1 ? 'The one tensor is' : `All ${all} are`;
  if (verdict === 'identical')
    return tensors.length === 0 ? 'The files are the same, byte by byte.' : `${allAre} identical.`;
  if (verdict === 'equal-within-tolerance') return `${allAre} equal within the tolerance, ${of('equal')} exactly.`;
  if (verdict === 'incomparable') {
    if (unread.length > 0)
      return `${of('equal', 'within')} of ${all} agree, but ${count(unread.length, 'part')} could not be read.`;
    return 'The models have no tensor in common that could be compared.';
  }
  const parts = [
    [of('different'), 'with other values'],
    [of('dtype-differs'), 'of another dtype'],
    [of('shape-differs'), 'of another shape'],
    [of('only-in-a'), 'only in the first'],
    [of('only-in-b'), 'only in the second'],
    [unread.length, 'not readable'],
  ] as const;
  const told = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  return `${of('equal', 'within')} of ${all} agree: ${told.join(', ')}.`;
}
