import { append } from '../../bytes/append.js';
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

/** Names of records: `modelbag.run.json`, `modelbag.run.<name>.json`. */
export const isRunRecord = (path: string): boolean => /^modelbag\.run(\.[\w-]+)?\.json$/.test(fileName(path));
/** Lists of packages and files of a large run. */
export const RUN_RECORD_BYTES = 8 * 1024 * 1024;

type Parsed = Exclude<ReturnType<typeof parseJsonText>, { message: string }>;

/** The document as parsed, or why it is none of ours. */
export function parseRunRecord(text: string): (Parsed & { root: Record<string, unknown> }) | { reason: string } {
  const parsed = parseJsonText(text);
  if ('message' in parsed) return { reason: `line ${parsed.line}: ${parsed.message}` };
  const root = recordOf(parsed.value);
  return root['schema'] === 'modelbag/run/1'
    ? { ...parsed, root }
    : { reason: `expected the schema modelbag/run/1, found ${JSON.stringify(root['schema'] ?? null).slice(0, 80)}` };
}

/** Whether the run did what it was started for; a record without the field is a notebook's, which has no exit code. */
export const succeeded = ({ exitCode = 0 }: Record<string, unknown>): boolean => exitCode === 0;

/** Our own record of a run (`modelbag/run/1`): the strongest evidence, because the run itself wrote it. */
export const runRecord: SettingsReader = {
  id: 'run-record',
  title: 'modelbag.run.json',
  maxBytes: RUN_RECORD_BYTES,
  recognize: isRunRecord,
  read(text, path, into) {
    const parsed = parseRunRecord(text);
    if ('reason' in parsed) {
      into.unread.push({ path, reason: parsed.reason });
      return;
    }
    const { root } = parsed;
    if (!succeeded(root)) {
      into.unread.push({ path, reason: 'the recorded run failed, so nothing of it counts' });
      return;
    }
    const at = (...keys: (string | number)[]): string => `${path}:${parsed.lineOf(keys)}`;
    append(
      into.seeds,
      recordedSeeds(root['seeds'], path, (keys) => parsed.lineOf(['seeds', ...keys])),
    );
    for (const [name, value] of Object.entries(recordOf(root['variables'])))
      if (textOf(value) !== undefined && !/SEED$/.test(name))
        into.determinism.push({ path, line: parsed.lineOf(['variables', name]), flag: name, value: String(value) });
    addMachine(root, into, at);
    const parameters = leavesOf(root['parameters']);
    if (parameters.length > 0 && 'parameters' in root)
      into.hyperparameters.push({ source: path, values: valuesOf(parameters) });
    for (const leaf of 'metrics' in root ? leavesOf(root['metrics']) : [])
      if (typeof leaf.value === 'number')
        into.metrics.push(metricOf(leaf.name, leaf.value, at('metrics', ...leaf.path)));
    addDuration(root['durationSeconds'] ?? root['duration'], into);
  },
};

/** GPUs as a person would name them; everything else by its key. */
function addMachine(root: Record<string, unknown>, into: Settings, at: (...keys: (string | number)[]) => string): void {
  const { gpus, memoryBytes, ...rest } = recordOf(root['hardware']);
  for (const [index, gpu] of listOf(gpus).entries()) {
    const { name, driver } = recordOf(gpu);
    if (textOf(name) !== undefined)
      into.hardware.push({
        key: 'gpu',
        value: textOf(driver) === undefined ? String(name) : `${name} (driver ${driver})`,
        where: at('hardware', 'gpus', index),
      });
  }
  for (const leaf of leavesOf(rest))
    if (leaf.value !== null)
      into.hardware.push({
        key: leaf.name,
        value: [leaf.value].flat().join(', '),
        where: at('hardware', ...leaf.path),
      });
  if (typeof memoryBytes === 'number' && memoryBytes > 0)
    into.hardware.push({
      key: 'memory',
      value: `${Math.round(memoryBytes / 1e9)} GB`,
      where: at('hardware', 'memoryBytes'),
    });
  const os = textOf(recordOf(root['system'])['os']);
  if (os !== undefined) into.hardware.push({ key: 'os', value: os, where: at('system', 'os') });
}

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
