import type { StructuredText } from '../../containers/yaml-document.js';
import type { Seed } from '../evidence.js';
import { type Leaf, leavesOf } from './leaves.js';
import seedKeys from './seed-keys.json' with { type: 'json' };

const LIBRARIES: ReadonlyMap<string, string> = new Map(Object.entries(seedKeys.keys));

/** `seed` alone, or a known name, or `…_seed`; not seeds of cities, nodes or wallets. */
export function libraryOfSeedKey(key: string | number): Seed['library'] | undefined {
  const name = String(key).toLowerCase().replaceAll('-', '_').replaceAll('manualseed', 'manual_seed');
  const known = LIBRARIES.get(name);
  if (known !== undefined) return known as Seed['library'];
  return /^[a-z]+(_[a-z]+)*_seed$/.test(name) ? 'other' : undefined;
}

/** What a seed in a configuration file was used for, by the words around it. */
export function scopeOfSeed(leaf: Leaf, path: string): Seed['scope'] {
  const own = leaf.path.flatMap((key) =>
    String(key)
      .toLowerCase()
      .split(/[^a-z]+/),
  );
  const around = path.toLowerCase().split(/[^a-z_]+/);
  const found = seedKeys.scopes.find(({ words }) => words.some((word) => own.includes(word)));
  const byPath = seedKeys.scopes.find(
    ({ scope, words }) => scope === 'other' && words.some((word) => around.includes(word)),
  );
  return ((found ?? byPath)?.scope as Seed['scope']) ?? 'training';
}

/** Rows for the seeds of a parsed file; `recorded`: a run wrote it, so the values are those that were used. */
export function seedsIn(text: StructuredText, path: string, recorded: boolean): Seed[] {
  return leavesOf(text.value).flatMap((leaf) => {
    const key = leaf.path.findLast((step) => typeof step === 'string' && step !== 'value' && step !== 'default');
    const library = key === undefined ? undefined : libraryOfSeedKey(String(key).split('.').at(-1)!);
    const graded = library === undefined ? undefined : gradeOf(leaf.value);
    if (library === undefined || graded === undefined) return [];
    const row: Seed = {
      path,
      line: text.lineOf(leaf.path),
      library,
      value: graded.value,
      how: recorded ? 'recorded' : 'config',
      scope: scopeOfSeed(leaf, path),
      grade: recorded && graded.grade === 'fixed' ? 'recorded' : graded.grade,
    };
    return [row];
  });
}

/** Numbers fix; null, -1, "random" and empty text mean a new seed each run; other kinds of values are no seeds. */
function gradeOf(value: Leaf['value']): Pick<Seed, 'value' | 'grade'> | undefined {
  if (value === null || value === '') return { value: null, grade: 'default-none' };
  if (Array.isArray(value)) {
    return value.length > 0 && value.every((item) => Number.isInteger(item))
      ? { value: value.join(', '), grade: 'fixed' }
      : undefined;
  }
  if (value === -1) return { value, grade: 'default-none' };
  if (Number.isInteger(value)) return { value: value as number, grade: 'fixed' };
  if (typeof value !== 'string') return undefined;
  if (/^\d+$/.test(value)) return { value: Number(value), grade: 'fixed' };
  if (/^(random|none|null|~)$/i.test(value)) return { value: null, grade: 'default-none' };
  return /^\$\{.*\}$/.test(value) ? { value, grade: 'unknown' } : undefined;
}
