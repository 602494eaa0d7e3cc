/** Place of the first largest number; lists may be longer than a call takes arguments. */
export function placeOfLargest(values: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

export const placeOfSmallest = (values: readonly number[]): number => placeOfLargest(values.map((value) => -value));

export const largest = (values: readonly number[]): number =>
  values[placeOfLargest(values)] ?? Number.NEGATIVE_INFINITY;
