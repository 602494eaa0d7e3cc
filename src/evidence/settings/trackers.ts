import type { StructuredText } from '../../containers/yaml-document.js';
import { fileName, listOf, recordOf, textOf } from '../environments/declaration.js';
import { seedsIn } from './config-seeds.js';
import { leavesOf, scalarOf, valuesOf } from './leaves.js';
import { metricOf } from './metrics-files.js';
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
        path,
      );
    else if (path.endsWith('summary.json')) {
      for (const leaf of leavesOf(root))
        if (typeof leaf.value === 'number' && !leaf.name.startsWith('_'))
          into.metrics.push(metricOf(leaf.name, leaf.value, path));
      const runtime = root['_runtime'] ?? recordOf(root['_wandb'])['runtime'];
      if (typeof runtime === 'number') into.cost.trainingSeconds ??= runtime;
    } else {
      const values = Object.entries(root)
        .filter(([key]) => !/^_?wandb/.test(key))
        .map(([key, entry]): [string, unknown] => [key, recordOf(entry)['value'] ?? entry]);
      into.hyperparameters.push({ source: path, values: valuesOf(leavesOf(Object.fromEntries(values))) });
      into.seeds.push(...seedsIn(parsed, path, true));
    }
  },
};

/** Sacred writes a seed for every run, also where nobody asked for one. */
export const sacred: SettingsReader = {
  id: 'sacred',
  title: 'Sacred run folder',
  maxBytes: 4 * 1024 * 1024,
  recognize: (path) =>
    /(^|\/)\d+\/run\.json$/.test(path) || /(^|\/)(runs|my_runs|sacred[^/]*)\/\d+\/config\.json$/.test(path),
  async read(text, path, into) {
    const parsed = await usable(text, path, into);
    if (!parsed) return;
    if (fileName(path) === 'config.json') {
      into.seeds.push(...seedsIn(parsed, path, true));
      into.hyperparameters.push({ source: path, values: valuesOf(leavesOf(parsed.value)) });
      return;
    }
    const host = recordOf(recordOf(parsed.value)['host']);
    addHardware(into, host, ['cpu', 'os', 'python_version', 'gpus'], path);
  },
};

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
      path,
    );
    const seconds = Number(values['duration']);
    if (Number.isFinite(seconds) && seconds > 0) into.cost.trainingSeconds ??= seconds;
  },
};

/** Cells of one line of CSV; quotes may hold commas. */
const csvCells = (line: string): string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .map((match) => match[1]!.replace(/^"|"$/g, '').replaceAll('""', '"'))
    .slice(0, line === '' ? 0 : -1);

/** What a batch script asks the cluster for. */
export const slurm: SettingsReader = {
  id: 'slurm',
  title: 'SLURM scripts',
  maxBytes: 256 * 1024,
  recognize: (path) => /\.(sh|slurm|sbatch|job|bash)$/i.test(path),
  read(text, path, into) {
    for (const [index, line] of text.split('\n').entries()) {
      const option =
        /^#SBATCH\s+--(gres|gpus[\w-]*|constraint|ntasks[\w-]*|cpus-per-task|mem[\w-]*|nodes|partition)[= ](\S+)/.exec(
          line,
        );
      if (option) into.hardware.push({ key: `slurm ${option[1]}`, value: option[2]!, where: `${path}:${index + 1}` });
    }
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
      const value = Number(text.trim().split('\n').at(-1)?.split(' ')[1]);
      if (Number.isFinite(value)) into.metrics.push(metricOf(name!, value, path));
      return;
    }
    const source = run!;
    const before = into.hyperparameters.find((item) => item.source === source);
    const value = scalarOf(text.trim()) ?? null;
    if (before) before.values = { ...before.values, [name!]: value };
    else into.hyperparameters.push({ source, values: Object.fromEntries([[name!, value]]) });
    into.seeds.push(...seedsIn({ value: Object.fromEntries([[name!, value]]), lineOf: () => 1 }, path, true));
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
  where: string,
): void {
  for (const key of keys) {
    for (const leaf of key in record ? leavesOf({ [key]: record[key] }) : []) {
      const value = listOf(leaf.value).length > 0 ? listOf(leaf.value).join(', ') : String(leaf.value ?? '');
      if (textOf(value) !== undefined) into.hardware.push({ key: leaf.name, value, where });
    }
  }
}
