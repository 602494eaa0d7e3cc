import { parseJsonText } from '../../containers/json-text.js';
import { fileName, listOf, recordOf, textOf } from '../environments/declaration.js';
import type { Seed, SeedLibrary } from '../evidence.js';
import { libraryOfSeedKey } from './config-seeds.js';
import { leavesOf, valuesOf } from './leaves.js';
import { metricOf } from './metrics-files.js';
import type { Settings, SettingsReader } from './reader.js';

const LIBRARIES: ReadonlySet<string> = new Set<SeedLibrary>([
  'random',
  'numpy',
  'torch',
  'tensorflow',
  'keras',
  'jax',
  'sklearn',
  'pandas',
  'lightning',
  'transformers',
  'accelerate',
  'xgboost',
  'lightgbm',
  'r',
  'julia',
  'python-hash',
  'other',
]);

/** Our own record of a run (`modelbag/run/1`): the strongest evidence, because the run itself wrote it. */
export const runRecord: SettingsReader = {
  id: 'run-record',
  title: 'modelbag.run.json',
  maxBytes: 8 * 1024 * 1024,
  recognize: (path) => /^modelbag\.run(\.[\w-]+)?\.json$/.test(fileName(path)),
  read(text, path, into) {
    const parsed = parseJsonText(text);
    if ('message' in parsed) {
      into.unread.push({ path, reason: `line ${parsed.line}: ${parsed.message}` });
      return;
    }
    const root = recordOf(parsed.value);
    if (root['schema'] !== 'modelbag/run/1') {
      into.unread.push({
        path,
        reason: `expected the schema modelbag/run/1, found ${JSON.stringify(root['schema'] ?? null).slice(0, 80)}`,
      });
      return;
    }
    into.seeds.push(...recordedSeeds(root['seeds'], path, (keys) => parsed.lineOf(['seeds', ...keys])));
    for (const leaf of leavesOf(root['hardware'])) {
      if (leaf.value !== null)
        into.hardware.push({
          key: leaf.name,
          value: [leaf.value].flat().join(', '),
          where: `${path}:${parsed.lineOf(['hardware', ...leaf.path])}`,
        });
    }
    const parameters = leavesOf(root['parameters']);
    if (parameters.length > 0 && 'parameters' in root)
      into.hyperparameters.push({ source: path, values: valuesOf(parameters) });
    for (const leaf of 'metrics' in root ? leavesOf(root['metrics']) : [])
      if (typeof leaf.value === 'number')
        into.metrics.push(metricOf(leaf.name, leaf.value, `${path}:${parsed.lineOf(['metrics', ...leaf.path])}`));
    addDuration(root['durationSeconds'] ?? root['duration'], into);
  },
};

/** A list of `{library, value}`, or an object of names to numbers. */
function recordedSeeds(value: unknown, path: string, lineOf: (keys: (string | number)[]) => number): Seed[] {
  const row = (library: SeedLibrary, seed: number | string, line: number): Seed => ({
    path,
    line,
    library,
    value: seed,
    how: 'recorded',
    scope: 'training',
    grade: 'recorded',
  });
  const fromList = listOf(value).flatMap((item, index) => {
    const { library, value: seed } = recordOf(item);
    if (typeof seed !== 'number' && textOf(seed) === undefined) return [];
    const known = LIBRARIES.has(String(library)) ? (String(library) as SeedLibrary) : 'other';
    return [row(known, seed as number | string, lineOf([index]))];
  });
  const fromObject = Object.entries(recordOf(value)).flatMap(([name, seed]) => {
    if (typeof seed !== 'number' && textOf(seed) === undefined) return [];
    const known = LIBRARIES.has(name) ? (name as SeedLibrary) : (libraryOfSeedKey(name) ?? 'other');
    return [row(known, seed as number | string, lineOf([name]))];
  });
  return [...fromList, ...fromObject];
}

function addDuration(value: unknown, into: Settings): void {
  // Our record outranks what other tools wrote.
  if (typeof value === 'number' && value >= 0) into.cost.trainingSeconds = value;
}
