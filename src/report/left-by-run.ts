import { list } from '../assess/quote.js';
import { runFolder } from '../assess/run-folders.js';
import { grouped } from '../bytes/grouped.js';
import { oncePer } from '../bytes/once-per.js';
import type { Evidence, Seed } from '../evidence/evidence.js';
import { everyFolderAbove } from '../formats/file-access.js';
import { settingsFiles } from './settings-files.js';

/** What the run of some models left in their files and in its folder. */
export interface RunLeavings {
  /** Files of settings in the folder of the run. */
  settings: readonly string[];
  /** The models themselves hold settings. */
  holdsSettings: boolean;
  /** That the run wrote down, as a person names them. */
  seeds: readonly string[];
}

/** `own` are the files of the models; those of models of other runs lie in the same folder by chance. */
export function leavingsOf(
  evidence: Evidence,
  own: ReadonlySet<string>,
  isInAnother: (file: string) => boolean,
): RunLeavings {
  const folders = [...everyFolderAbove(own)];
  const { settings, seeds } = leavingsBy(evidence);
  const besides = <T>({ inFolder }: Lying<T>): Placed<T>[] =>
    folders.flatMap((folder) => inFolder.get(folder) ?? []).filter(({ path }) => !own.has(path) && !isInAnother(path));
  const within = <T>({ ofFile }: Lying<T>): Placed<T>[] => [...own].flatMap((path) => ofFile.get(path) ?? []);
  return {
    settings: inOrder(besides(settings)),
    holdsSettings: within(settings).length > 0,
    seeds: seedNames(inOrder([...within(seeds), ...besides(seeds)])),
  };
}

/** A row of the evidence, and which one it is. */
interface Placed<T> {
  at: number;
  path: string;
  row: T;
}

/** Rows by the files that they are of, and by the folders of the runs that left those. */
interface Lying<T> {
  ofFile: ReadonlyMap<string, Placed<T>[]>;
  inFolder: ReadonlyMap<string, Placed<T>[]>;
}

function lying<T>(rows: readonly T[], pathOf: (row: T) => string): Lying<T> {
  const placed = rows.map((row, at) => ({ at, path: pathOf(row), row }));
  const by = (keyOf: (path: string) => string) => grouped(placed.map((one) => [keyOf(one.path), one] as const));
  return { ofFile: by((path) => path), inFolder: by(runFolder) };
}

/** Sorted once for all the models that are told of: there may be as many as there are runs. */
const leavingsBy = oncePer((evidence: Evidence) => ({
  settings: lying(settingsFiles(evidence), (file) => file),
  seeds: lying(
    evidence.seeds.filter(({ grade }) => grade === 'recorded'),
    ({ path }) => path,
  ),
}));

const inOrder = <T>(rows: readonly Placed<T>[]): T[] => [...rows].sort((a, b) => a.at - b.at).map(({ row }) => row);

/** Where no program is known: sentences. */
export function leftByRun({ settings, holdsSettings, seeds }: RunLeavings): string[] {
  const within = holdsSettings ? 'The file itself holds the settings of its training.' : '';
  return [
    settings.length > 0 ? `Its run left the settings in ${list(settings)}.` : within,
    ...(seeds.length > 0 ? [`The run recorded the seed ${list(seeds)}.`] : []),
  ].filter((sentence) => sentence !== '');
}

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
