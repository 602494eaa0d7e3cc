import type { TensorInfo } from '../formats/tensor.js';
import type { TensorChange, WeightChanges } from './assessment.js';

const MOST_LISTED = 100;

/** A tensor with the digest of its values, where that is known. */
export type DigestedTensor = TensorInfo & { sha256?: string };

/** What became of tensors by their digests alone, so that nothing has to be read again: equal values have equal digests. */
export function weightChanges(before: readonly DigestedTensor[], after: readonly DigestedTensor[]): WeightChanges {
  const now = new Map(after.map((tensor) => [tensor.name, tensor]));
  const gone = before.filter(({ name }) => !now.has(name));
  const old = new Map(before.map((tensor) => [tensor.name, tensor]));
  const changes: TensorChange[] = [];
  let same = 0;
  let unread = 0;
  for (const tensor of after) {
    const was = old.get(tensor.name);
    const { name, dtype, shape } = tensor;
    if (!was) {
      const at = gone.findIndex((other) => tensor.sha256 !== undefined && isLike(other, tensor));
      const from = at < 0 ? undefined : gone.splice(at, 1)[0]?.name;
      changes.push(
        from === undefined ? { name, change: 'added', dtype, shape } : { name, change: 'renamed', from, dtype, shape },
      );
    } else if (was.dtype !== dtype || was.shape.join() !== shape.join())
      changes.push({ name, change: 'reshaped', dtype, shape, before: { dtype: was.dtype, shape: was.shape } });
    else if (was.sha256 === undefined || tensor.sha256 === undefined) unread++;
    else if (was.sha256 === tensor.sha256) same++;
    else changes.push({ name, change: 'changed', dtype, shape });
  }
  for (const { name, dtype, shape } of gone) changes.push({ name, change: 'removed', dtype, shape });
  return listed({ same, changes, unread });
}

const isLike = (a: DigestedTensor, b: DigestedTensor): boolean =>
  a.sha256 === b.sha256 && a.dtype === b.dtype && a.shape.join() === b.shape.join();

const ORDER: readonly TensorChange['change'][] = ['added', 'removed', 'reshaped', 'renamed', 'changed'];

/** Sorted and cut to what a report can hold. */
export function listed({ changes, ...rest }: Omit<WeightChanges, 'more'>): WeightChanges {
  const size = ({ largest }: TensorChange): number => (largest === null ? Number.POSITIVE_INFINITY : (largest ?? 0));
  const sorted = [...changes].sort((a, b) =>
    a.change === b.change
      ? size(a) === size(b)
        ? 0
        : size(b) - size(a)
      : ORDER.indexOf(a.change) - ORDER.indexOf(b.change),
  );
  return { ...rest, changes: sorted.slice(0, MOST_LISTED), more: Math.max(0, sorted.length - MOST_LISTED) };
}
