import type { TensorInfo } from '../formats/format.js';
import type { Match } from './comparison.js';

/** Two tensors that are to be compared: positions in the lists of both models. */
export interface Pair {
  a: number;
  b: number;
  matchedBy: Match;
}

/** What pairs tensors, from the surest to the least sure; each step sees only what earlier ones left over. */
export interface Leftover {
  a: number[];
  b: number[];
}

/** Pairs whatever has the same key on both sides, in order. A null key pairs with nothing. */
export function pairBy(
  left: Leftover,
  keyOfA: (index: number) => string | null,
  keyOfB: (index: number) => string | null,
  matchedBy: Match,
): { pairs: Pair[]; left: Leftover } {
  const waiting = new Map<string, number[]>();
  for (const b of left.b) {
    const key = keyOfB(b);
    if (key === null) continue;
    const same = waiting.get(key);
    if (same) same.push(b);
    else waiting.set(key, [b]);
  }
  for (const same of waiting.values()) same.reverse();
  const pairs: Pair[] = [];
  const restA: number[] = [];
  for (const a of left.a) {
    const key = keyOfA(a);
    const b = key === null ? undefined : waiting.get(key)?.pop();
    if (b === undefined) restA.push(a);
    else pairs.push({ a, b, matchedBy });
  }
  const taken = new Set(pairs.map(({ b }) => b));
  return { pairs, left: { a: restA, b: left.b.filter((b) => !taken.has(b)) } };
}

/** Frameworks separate by `.`, `/` or `:` and say at the end that a variable is one. */
const spellings = (name: string): string[] =>
  name
    .replace(/\/\.ATTRIBUTES\/VARIABLE_VALUE$/, '')
    .replace(/:0$/, '')
    .split(/[./:]+/)
    .filter((part) => part !== '');

/**
 * A tensor's name as all frameworks would write it: separators alike, without the wrapper that every name of its model
 * begins with (`state_dict.`, `module.`).
 */
export function spelledAlike(names: readonly string[]): string[] {
  const split = names.map(spellings);
  let shared = split.length < 2 ? 0 : Number.POSITIVE_INFINITY;
  for (const parts of split) {
    let same = 0;
    while (same < parts.length - 1 && same < shared && parts[same] === split[0]?.[same]) same++;
    shared = Math.min(shared, same);
  }
  return split.map((parts) => parts.slice(shared).join('.'));
}

/** Pairs the tensors that are the only ones left of their dtype and shape on both sides; the last one on either side whatever it is. */
export function pairOnlyOnes(
  left: Leftover,
  a: readonly TensorInfo[],
  b: readonly TensorInfo[],
): { pairs: Pair[]; left: Leftover } {
  const [lastA, lastB] = [left.a[0], left.b[0]];
  if (left.a.length === 1 && left.b.length === 1 && lastA !== undefined && lastB !== undefined)
    return { pairs: [{ a: lastA, b: lastB, matchedBy: 'shape' }], left: { a: [], b: [] } };
  const once = (indices: readonly number[], infos: readonly TensorInfo[]): ((index: number) => string | null) => {
    const seen = new Map<string, number>();
    const key = (index: number): string => `${infos[index]?.dtype} ${infos[index]?.shape.join(',')}`;
    for (const index of indices) seen.set(key(index), (seen.get(key(index)) ?? 0) + 1);
    return (index) => (seen.get(key(index)) === 1 ? key(index) : null);
  };
  return pairBy(left, once(left.a, a), once(left.b, b), 'shape');
}
