import { list } from '../assess/quote.js';
import { isAbove, runFolder } from '../assess/run-folders.js';
import type { Evidence, Seed } from '../evidence/evidence.js';
import { settingsFiles } from './settings-files.js';

/** What a run left: in its models themselves, and in the folder of the run. `others` are files of models of other runs. */
export interface RunLeavings {
  evidence: Evidence;
  models: readonly string[];
  others: ReadonlySet<string>;
}

const isLeft = ({ models, others }: RunLeavings, file: string): boolean =>
  models.includes(file) || (!others.has(file) && models.some((path) => isAbove(runFolder(file), path)));

/** Where no program is known: sentences. */
export function leftByRun(left: RunLeavings): string[] {
  const files = settingsFiles(left.evidence).filter((file) => isLeft(left, file));
  const beside = files.filter((file) => !left.models.includes(file));
  const values = recordedSeeds(left);
  const within = files.length > beside.length ? 'The file itself holds the settings of its training.' : '';
  return [
    beside.length > 0 ? `Its run left the settings in ${list(beside)}.` : within,
    ...(values.length > 0 ? [`The run recorded the seed ${list(values)}.`] : []),
  ].filter((sentence) => sentence !== '');
}

/** Seeds that the run of these models wrote down, as a person names them. */
export const recordedSeeds = (left: RunLeavings): string[] =>
  seedNames(left.evidence.seeds.filter(({ path, grade }) => grade === 'recorded' && isLeft(left, path)));

/** `torch 42`, or `42` where the library is not known and no other one has the value. */
export function seedNames(seeds: readonly Pick<Seed, 'library' | 'value'>[]): string[] {
  const named = seeds.filter(({ library }) => library !== 'other');
  const isNamed = (value: Seed['value']): boolean => named.some((seed) => seed.value === value);
  const plain = seeds.filter(({ library, value }) => library === 'other' && !isNamed(value));
  return [
    ...new Set([...named.map(({ library, value }) => `${library} ${value}`), ...plain.map(({ value }) => `${value}`)]),
  ];
}

/** A run that was not the plain one: what it used, and what the program uses unless told otherwise. */
export function seedOfRun(recorded: readonly string[], plain: readonly string[]): string {
  const numberOf = (name: string): string => name.slice(name.lastIndexOf(' ') + 1);
  if (recorded.length === 0) return '';
  if (plain.length === 0) return `The run recorded the seed ${list(recorded)}.`;
  const known = new Set(plain.map(numberOf));
  if (recorded.every((name) => known.has(numberOf(name)))) return '';
  return `Its run used the seed ${list(recorded)}; unless told otherwise the program uses ${list(plain)}.`;
}
