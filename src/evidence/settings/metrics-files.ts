import { fileName, listOf, recordOf, textOf } from '../environments/declaration.js';
import type { Evidence } from '../evidence.js';
import { type Leaf, leavesOf } from './leaves.js';
import type { SettingsReader } from './reader.js';
import { parseStructured } from './structured.js';

type Metric = Evidence['metrics'][number];

/** More numbers than this in one file are data, not a summary. */
const METRICS = 200;

/** Names of numbers that count, set or time a run, or watch its machine, and say nothing of the model. */
const BOOKKEEPING = [
  /^_/,
  /(^|[._/])(seed|random_state|iter(ation)?s?|time(stamp)?|id|version|runtime|total_flos|(n_)?samples)$/i,
  // `train_loss_epoch` is the mean of a measure over an epoch.
  /(^|[./]|(^|[._/])(best|last|global|max|min|total|current|final|num|n)_)(epochs?|steps?)$/i,
  /(^|[._/])(lr|learning_rate)([-._/]\w+)?$|_lr$/i,
  /_runtime$|_per_second$|^(train|eval|predict|test)_samples$/i,
  /^system[./]|^model[./](parameters|GFLOPs|speed_)/,
];

/** Whether a number of this name says how good a model is. */
export const isMeasure = (name: string): boolean => !BOOKKEEPING.some((pattern) => pattern.test(name));

const SPLITS: readonly [RegExp, string][] = [
  [/^(train|training)$/, 'train'],
  [/^(val|valid|validation|dev)$/, 'validation'],
  [/^(test|testing|holdout)$/, 'test'],
  [/^(eval|evaluation)$/, 'evaluation'],
];

/** Part of the data that a metric belongs to, by the words of its name. */
export function splitOf(name: string): string | undefined {
  const words = name.toLowerCase().split(/[^a-z]+/);
  return SPLITS.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1];
}

export function metricOf(name: string, value: number | string, where: string, hint = ''): Metric {
  const split = splitOf(name) ?? splitOf(hint);
  return { name, value, ...(split !== undefined && { split }), where };
}

/** Summaries of an evaluation: `metrics.json`, `eval_results.json`, DVCLive's, and what pipelines call their metrics. */
export const metricsFiles: SettingsReader = {
  id: 'metrics',
  title: 'metrics files',
  maxBytes: 512 * 1024,
  recognize(path) {
    return /^([\w-]+[-_.])?(metrics?|scores?|results?|performance|evaluation|all_results|(train|eval|test|predict)_results)([-_.][\w-]+)?\.(json|ya?ml|toml)$/i.test(
      fileName(path),
    );
  },
  async read(text, path, into) {
    const parsed = await parseStructured(text, path);
    if ('message' in parsed) {
      into.unread.push({ path, reason: `line ${parsed.line}: ${parsed.message}` });
      return;
    }
    const numbers = leavesOf(parsed.value).filter((leaf) => isNumber(leaf) && isMeasure(leaf.name));
    if (numbers.length > METRICS) return;
    into.metrics.push(
      ...numbers.map((leaf) =>
        metricOf(leaf.name, leaf.value as number, `${path}:${parsed.lineOf(leaf.path)}`, fileName(path)),
      ),
    );
    const runtime = recordOf(parsed.value)['train_runtime'];
    if (typeof runtime === 'number') into.cost.trainingSeconds ??= runtime;
  },
};

const isNumber = ({ value }: Leaf): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^(-?Infinity|NaN)$/.test(value));

/** Hugging Face's Trainer keeps its history beside every checkpoint. */
export const trainerState: SettingsReader = {
  id: 'trainer-state',
  title: 'trainer_state.json',
  maxBytes: 16 * 1024 * 1024,
  recognize: (path) => fileName(path) === 'trainer_state.json',
  async read(text, path, into) {
    const parsed = await parseStructured(text, path);
    if ('message' in parsed) {
      into.unread.push({ path, reason: `line ${parsed.line}: ${parsed.message}` });
      return;
    }
    const state = recordOf(parsed.value);
    const history = listOf(state['log_history']).map(recordOf);
    const evaluation = history.findLast((entry) => Object.keys(entry).some((key) => key.startsWith('eval_')));
    const last = history.findLast((entry) => typeof entry['loss'] === 'number');
    const at = (entry: Record<string, unknown> | undefined, name: string): string =>
      `${path}:${parsed.lineOf(entry ? ['log_history', history.indexOf(entry), name] : [name])}`;
    for (const entry of [evaluation, last]) {
      for (const [name, value] of Object.entries(entry ?? {}))
        if (typeof value === 'number' && /^(eval_|loss$)/.test(name) && isMeasure(name))
          into.metrics.push(metricOf(name, value, at(entry, name), name === 'loss' ? 'train' : ''));
    }
    if (typeof state['best_metric'] === 'number')
      into.metrics.push(metricOf('best_metric', state['best_metric'], at(undefined, 'best_metric'), 'eval'));
    const kept = ['max_steps', 'num_train_epochs', 'train_batch_size', 'best_model_checkpoint', 'global_step'];
    const values = Object.fromEntries(
      kept
        .filter((key) => textOf(state[key]) !== undefined || typeof state[key] === 'number')
        .map((key) => [key, state[key]]),
    );
    if (Object.keys(values).length > 0) into.hyperparameters.push({ source: path, values });
    const runtime = history.findLast((entry) => typeof entry['train_runtime'] === 'number')?.['train_runtime'];
    if (typeof runtime === 'number') into.cost.trainingSeconds ??= runtime;
  },
};
