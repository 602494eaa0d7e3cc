import { append } from '../../bytes/append.js';
import type { Collection } from '../../collect/collection.js';
import { parseJsonText } from '../../containers/json-text.js';
import type { StructuredText } from '../../containers/yaml-document.js';
import { folderAbove } from '../../formats/file-access.js';
import { pathsOf } from '../collected-paths.js';
import { fileName, listOf, recordOf, textOf } from '../environments/declaration.js';
import type { DataSource } from '../evidence.js';
import { seedsIn } from './config-seeds.js';
import { csvCells } from './csv-cells.js';
import { leavesOf, scalarOfText, valuesOf } from './leaves.js';
import { isMeasure, metricOf } from './metrics-files.js';
import { identify } from './prose-links.js';
import type { Settings, SettingsReader } from './reader.js';
import { parseStructured } from './structured.js';

/**
 * What Weights & Biases left in its run folder. Mail, user and host names and the command line are not taken
 * over: they name people and have leaked secrets.
 */
export const wandb: SettingsReader = {
  id: 'wandb',
  title: 'Weights & Biases run folder',
  maxBytes: 4 * 1024 * 1024,
  recognize: (path) => /(^|\/)wandb\/[^/]+\/files\/(wandb-metadata\.json|wandb-summary\.json|config\.yaml)$/.test(path),
  async read(text, path, into) {
    const parsed = await usable(text, path, into);
    if (!parsed) return;
    const root = recordOf(parsed.value);
    if (path.endsWith('metadata.json'))
      addHardware(
        into,
        root,
        [
          'gpu',
          'gpu_count',
          'gpu_devices',
          'gpu_nvidia',
          'cpu_count',
          'cpu_count_logical',
          'memory',
          'cuda',
          'cudaVersion',
          'os',
          'python',
        ],
        (key) => `${path}:${parsed.lineOf([key])}`,
      );
    else if (path.endsWith('summary.json')) {
      for (const leaf of leavesOf(root))
        if (typeof leaf.value === 'number' && isMeasure(leaf.name))
          into.metrics.push(metricOf(leaf.name, leaf.value, `${path}:${parsed.lineOf(leaf.path)}`));
      const runtime = root['_runtime'] ?? recordOf(root['_wandb'])['runtime'];
      if (typeof runtime === 'number') into.cost.trainingSeconds ??= runtime;
    } else {
      const values = Object.entries(root)
        .filter(([key]) => !/^_?wandb/.test(key))
        .map(([key, entry]): [string, unknown] => [key, recordOf(entry)['value'] ?? entry]);
      into.hyperparameters.push({ source: path, values: valuesOf(leavesOf(Object.fromEntries(values))) });
      append(into.seeds, seedsIn(parsed, path, true));
    }
  },
};

const SACRED = /(^|\/)\d+\/(run|config|metrics)\.json$/;

/** Folders of runs are called as anybody likes: the record of the run makes a number's folder one of Sacred. */
export const isOfSacred = (path: string, collection: Collection): boolean =>
  SACRED.test(path) && pathsOf(collection).has(`${folderAbove(path)}run.json`);

/** Sacred writes a seed for every run, also where nobody asked for one. */
export const sacred: SettingsReader = {
  id: 'sacred',
  title: 'Sacred run folder',
  maxBytes: 4 * 1024 * 1024,
  recognize: (path) => SACRED.test(path),
  async read(text, path, into, collection) {
    if (!isOfSacred(path, collection)) return;
    const parsed = await usable(text, path, into);
    if (!parsed) return;
    if (fileName(path) === 'metrics.json') {
      for (const [name, series] of Object.entries(recordOf(parsed.value))) {
        const last = listOf(recordOf(series)['values']).at(-1);
        if (typeof last === 'number' && isMeasure(name))
          into.metrics.push(metricOf(name, last, `${path}:${parsed.lineOf([name, 'values'])}`));
      }
      return;
    }
    if (fileName(path) === 'config.json') {
      append(into.seeds, seedsIn(parsed, path, true));
      into.hyperparameters.push({ source: path, values: valuesOf(leavesOf(parsed.value)) });
      return;
    }
    const run = recordOf(parsed.value);
    const where = (key: string): string => `${path}:${parsed.lineOf(['host', key])}`;
    addHardware(into, recordOf(run['host']), ['cpu', 'os', 'python_version', 'gpus'], where);
    if (typeof run['result'] === 'number')
      into.metrics.push(metricOf('result', run['result'], `${path}:${parsed.lineOf(['result'])}`));
    const seconds = (timeOf(run['stop_time']) - timeOf(run['start_time'])) / 1000;
    if (seconds > 0) into.cost.trainingSeconds ??= seconds;
  },
};

/** Sacred writes times in UTC without saying so. */
const timeOf = (value: unknown): number => Date.parse(`${textOf(value) ?? ''}Z`);

/** CodeCarbon's table: the machine, and how long it worked. */
export const codecarbon: SettingsReader = {
  id: 'codecarbon',
  title: 'CodeCarbon emissions.csv',
  maxBytes: 1024 * 1024,
  recognize: (path) => fileName(path) === 'emissions.csv',
  read(text, path, into) {
    const [header = '', ...rows] = text.trim().split('\n');
    const names = csvCells(header);
    const last = csvCells(rows.at(-1) ?? '');
    if (!names.includes('duration') || last.length !== names.length) return;
    const values = Object.fromEntries(names.map((name, index) => [name, last[index]]));
    addHardware(
      into,
      values,
      ['gpu_model', 'gpu_count', 'cpu_model', 'cpu_count', 'ram_total_size', 'os', 'python_version'],
      () => `${path}:${rows.length + 1}`,
    );
    const seconds = Number(values['duration']);
    if (Number.isFinite(seconds) && seconds > 0) into.cost.trainingSeconds ??= seconds;
  },
};

/** The version of CUDA that an image brings: `nvidia/cuda:12.1.0-…`, `…-cuda11.8-cudnn8-…`. */
export const cudaImages: SettingsReader = {
  id: 'cuda-images',
  title: 'CUDA in container images',
  maxBytes: 256 * 1024,
  recognize: (path) => /^(.+\.)?(Dockerfile|Containerfile)(\..+)?$|\.def$/i.test(fileName(path)),
  read(text, path, into) {
    for (const [index, line] of text.split('\n').entries()) {
      const image = /^\s*FROM:?\s+(?:--\S+\s+)*(\S+)/i.exec(line)?.[1] ?? '';
      const cuda = /(?:nvidia\/cuda:|cuda-?)(\d+(?:\.\d+)+)/.exec(image)?.[1];
      const cudnn = /cudnn-?(\d+(?:\.\d+)*)/.exec(image)?.[1];
      if (cuda !== undefined) into.hardware.push({ key: 'cuda', value: cuda, where: `${path}:${index + 1}` });
      if (cudnn !== undefined) into.hardware.push({ key: 'cudnn', value: cudnn, where: `${path}:${index + 1}` });
    }
  },
};

/** MLflow's run folders: one small file a parameter or metric. */
export const mlflowRun: SettingsReader = {
  id: 'mlflow-run',
  title: 'MLflow run folder',
  maxBytes: 64 * 1024,
  recognize: (path) => /(^|\/)mlruns\/[^/]+\/[0-9a-f]{32}\/(params|metrics)\/.+/.test(path),
  read(text, path, into) {
    const [, run, kind, name] = /(?:^|\/)(mlruns\/[^/]+\/[0-9a-f]{32})\/(params|metrics)\/(.+)$/.exec(path)!;
    if (kind === 'metrics') {
      const last = lastMeasurement(text);
      if (last && isMeasure(name!)) into.metrics.push(metricOf(name!, last.value, `${path}:${last.line}`));
      return;
    }
    const source = run!;
    const before = into.hyperparameters.find((item) => item.source === source);
    const value = scalarOfText(text.trim());
    if (before) before.values = { ...before.values, [name!]: value };
    else into.hyperparameters.push({ source, values: Object.fromEntries([[name!, value]]) });
    append(into.seeds, seedsIn({ value: Object.fromEntries([[name!, value]]), lineOf: () => 1 }, path, true));
  },
};

/** A line is `time value step`, and what was logged with a model is written once more at the end: the greatest step counts. */
function lastMeasurement(text: string): { value: number; line: number } | undefined {
  let last: { value: number; line: number; step: number } | undefined;
  for (const [index, row] of text.split('\n').entries()) {
    const [, value, step = '0'] = row.split(' ');
    const found = { value: Number(value ?? 'NaN'), line: index + 1, step: Number(step) };
    if (Number.isFinite(found.value) && (last === undefined || found.step >= last.step)) last = found;
  }
  return last;
}

/** MLflow's records of the data that a run was given. */
export const mlflowData: SettingsReader = {
  id: 'mlflow-data',
  title: 'MLflow data sets',
  maxBytes: 64 * 1024,
  recognize: (path) => /(^|\/)mlruns\/[^/]+\/datasets\/[0-9a-f]+\/meta\.yaml$/.test(path),
  async read(text, path, into) {
    const parsed = await usable(text, path, into);
    const { source, source_type: type, digest } = recordOf(parsed?.value);
    const found = mlflowSource(textOf(source) ?? '', textOf(type), textOf(digest));
    if (found) into.dataSources.push({ ...found, path, line: parsed?.lineOf(['source']) ?? 1, packed: false });
  },
};

/** Where MLflow's description of data leads; undefined where to nowhere that others could follow. */
export function mlflowSource(
  source: string,
  type: string | undefined,
  digest: string | undefined,
): Pick<DataSource, 'kind' | 'value' | 'revision'> | undefined {
  const parsed = parseJsonText(source);
  const found = 'value' in parsed ? recordOf(parsed.value) : {};
  const value = textOf(found['url']) ?? textOf(found['uri']) ?? textOf(found['path']);
  const isHub = type === 'hugging_face';
  if (value === undefined || (!isHub && !/^https?:\/\//.test(value))) return undefined;
  const what = isHub ? { kind: 'hf-dataset' as const, value } : identify(value);
  // MLflow's digest is one of the rows: no revision that the Hub or another registry would know.
  const revision = what.kind === 'url' ? digest : textOf(found['revision']);
  return { ...what, ...(revision !== undefined && { revision }) };
}

/** Runs that trackers keep in forms that are not read here: said, so that nobody takes them for absent. */
export const unreadRuns: SettingsReader = {
  id: 'unread-runs',
  title: 'runs in files of trackers',
  maxBytes: Number.POSITIVE_INFINITY,
  isUnread: true,
  recognize: (path) => /(^|\/)(\.aim\/[^/]+|\.neptune\/.+)$/.test(path),
  read(_text, path, into) {
    const reason = 'the tracker keeps its runs in a form of its own; export settings and metrics as JSON or CSV';
    into.unread.push({ path, reason });
  },
};

async function usable(text: string, path: string, into: Settings): Promise<StructuredText | undefined> {
  const parsed = await parseStructured(text, path);
  if ('value' in parsed) return parsed;
  into.unread.push({ path, reason: `line ${parsed.line}: ${parsed.message}` });
  return undefined;
}

/** The named facts of a record, nested ones with dotted names. */
export function addHardware(
  into: Settings,
  record: Record<string, unknown>,
  keys: readonly string[],
  where: (key: string) => string,
): void {
  for (const key of keys) {
    for (const leaf of key in record ? leavesOf({ [key]: record[key] }) : []) {
      const value = listOf(leaf.value).length > 0 ? listOf(leaf.value).join(', ') : String(leaf.value ?? '');
      if (textOf(value) !== undefined) into.hardware.push({ key: leaf.name, value, where: where(key) });
    }
  }
}
