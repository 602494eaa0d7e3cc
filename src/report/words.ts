import type { ModelReport, ModelSet, Verdict } from '../assess/assessment.js';
import type { Environment } from '../evidence/evidence.js';
import type { Loading } from '../formats/format.js';

/** How a fact is meant to be seen, whatever the renderer does with it. */
export type Tone = 'good' | 'weak' | 'bad' | 'plain';

/** A word with its tone. */
export interface Toned {
  text: string;
  tone: Tone;
}

export { sizeWords as bytes } from '../bytes/size-words.js';

/** A count for people: 15, 48.1k, 124M, 7.24B; parameters are counted so in the field. */
export function numbers(count: number): string {
  if (count < 10_000) return String(count);
  for (const [size, letter] of [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (count >= size) {
      const value = count / size;
      return `${value >= 99.95 ? Math.round(value) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2)}${letter}`;
    }
  }
  return String(count);
}

/** The shape of a tensor: `3 × 4`, or `3×4` where room is short. */
export const dimensions = (shape: readonly number[], times = ' × '): string => shape.join(times) || 'scalar';

export const LOADING: Readonly<Record<Loading, Toned>> = {
  'data-only': { text: 'data only', tone: 'good' },
  template: { text: 'template', tone: 'plain' },
  program: { text: 'program', tone: 'plain' },
  code: { text: 'runs code', tone: 'weak' },
};

export const VERDICT: Readonly<Record<Verdict, Toned & { mark: string }>> = {
  pass: { text: 'Ready to archive', tone: 'good', mark: '✓' },
  attention: { text: 'Can be archived, with things to improve', tone: 'weak', mark: '!' },
  fail: { text: 'Not ready to publish', tone: 'bad', mark: '✗' },
};

/** Status and verdict of safety in one word; `safe` never appears with a status other than complete. */
export function safetyWord({ safety }: ModelReport): Toned {
  if (safety.verdict === 'dangerous') return { text: 'dangerous', tone: 'bad' };
  if (safety.status !== 'complete')
    return { text: safety.status === 'error' ? 'not opened' : 'not all read', tone: 'weak' };
  if (safety.verdict === 'safe') return { text: 'safe', tone: 'good' };
  if (safety.verdict === 'library-classes') return { text: 'library code', tone: 'plain' };
  return { text: 'unknown', tone: 'weak' };
}

/** The guideline's three classes. A single file's class alarms nobody: the release is judged by sets. */
export const opennessWord = ({ openness }: ModelReport): Toned => ({
  text: openness.class,
  tone: openness.class === 'recommended' ? 'good' : 'plain',
});

export const PROMISE: Readonly<Record<ModelSet['promise'], string>> = {
  preservable: 'preservable',
  'bitstream-only': 'bitstream preservation only',
};

export const GRADE: Readonly<Record<Environment['grade'], Toned>> = {
  P4: { text: 'everything exact, with hashes', tone: 'good' },
  P3: { text: 'everything exact', tone: 'good' },
  P2: { text: 'direct dependencies exact', tone: 'plain' },
  P1: { text: 'ranges of versions', tone: 'weak' },
  P0: { text: 'names without versions', tone: 'weak' },
  PX: { text: 'contradicts itself', tone: 'weak' },
};

/** Format name with its version and compressions: `scikit-learn joblib, gzip`. */
export const formatWord = ({ format }: ModelReport): string => [format.name, ...format.wrappers].join(', ');
