import { oncePerText } from '../../bytes/once-per.js';
import type { Evidence } from '../evidence.js';
import type { Repository } from './repository.js';
import type { Role } from './roles.js';
import { isTest } from './test-files.js';
import type { CallEvent, Event, Module, Value } from './value.js';
import { argument } from './values.js';

type Row = Evidence['determinism'][number];

const ENVIRONMENT =
  /^(CUBLAS_WORKSPACE_CONFIG|CUDA_LAUNCH_BLOCKING|FLASH_ATTENTION_DETERMINISTIC|HCCL_DETERMINISTIC|ASCEND_LAUNCH_BLOCKING|TF_DETERMINISTIC_OPS|TF_CUDNN_DETERMINISTIC|TF_ENABLE_ONEDNN_OPTS|XLA_FLAGS|PYTHONHASHSEED|OMP_NUM_THREADS|MKL_NUM_THREADS)$/;
const FLAGS =
  /^torch\.backends\.(cudnn\.(deterministic|benchmark|enabled|allow_tf32)|cuda\.matmul\.(allow_tf32|allow_\w+_reduction))$|^torch\.utils\.deterministic\.fill_uninitialized_memory$/;
const CALLS =
  /^(torch\.(use_deterministic_algorithms|set_deterministic|set_float32_matmul_precision|set_num_threads)|tensorflow\.config\.experimental\.enable_op_determinism|tensorflow\.config\.threading\.set_\w+|RNGkind|RNGversion|jax\.config\.update)$/;
/** Keywords that mean determinism to the calls that take them. */
const KEYWORDS: [RegExp, string[]][] = [
  [/Trainer$/, ['deterministic', 'benchmark']],
  [/TrainingArguments$/, ['full_determinism']],
  [/^(lightgbm|xgboost|ultralytics)\./, ['deterministic']],
  [/seed_everything$/, ['workers']],
];

const mayTell = oncePerText(
  (path) => CALLS.test(path) || path === 'os.environ.setdefault' || KEYWORDS.some(([call]) => call.test(path)),
);

/** Switches that make computation repeatable, or not: assignments, calls, keywords, environment. */
export function determinismRows(repository: Repository, roles: ReadonlyMap<Module, Role>): Row[] {
  const rows = new Map<string, Row>();
  // Without a program that trains, what the others set is all there is.
  const anyTrains = [...roles.values()].includes('train');
  for (const { events, main } of repository.traces) {
    for (const event of events) {
      const trains = roles.get(event.module) === 'train' || (event.reached && roles.get(main) === 'train');
      if (isTest(event.module) || event.dormant || (anyTrains && !trains)) continue;
      for (const row of rowsOf(event)) rows.set(`${row.path}\0${row.line}\0${row.flag}`, row);
    }
  }
  for (const shell of repository.shells)
    for (const { line, words } of shell.commands)
      for (const word of words) {
        const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(word) ?? [];
        if (name !== undefined && ENVIRONMENT.test(name))
          rows.set(`${shell.path}\0${line}\0${name}`, { path: shell.path, line, flag: name, value: value ?? '' });
      }
  return [...rows.values()];
}

function rowsOf(event: Event): Row[] {
  const at = { path: event.module.path, line: event.line };
  if (event.kind === 'flag') {
    const name = /^os\.environ\[(\w+)\]$/.exec(event.path)?.[1];
    if (name !== undefined && ENVIRONMENT.test(name)) return [{ ...at, flag: name, value: shown(event.value) }];
    return FLAGS.test(event.path) ? [{ ...at, flag: event.path, value: shown(event.value) }] : [];
  }
  if (!mayTell(event.path)) return [];
  if (CALLS.test(event.path)) return callRow(event, at);
  if (event.path === 'os.environ.setdefault') {
    const [name, value] = event.positional.map(shown);
    return name !== undefined && ENVIRONMENT.test(name) ? [{ ...at, flag: name, value: value ?? '' }] : [];
  }
  return KEYWORDS.filter(([path]) => path.test(event.path)).flatMap(([, names]) =>
    names.flatMap((name) => {
      const value = event.named.get(name);
      if (value === undefined) return [];
      // A setting that came from a configuration stands there.
      const origin = value.kind === 'constant' && value.origin?.how === 'config' ? value.origin : at;
      return [{ path: origin.path, line: origin.line, flag: `${event.path}(${name})`, value: shown(value) }];
    }),
  );
}

function callRow(event: CallEvent, at: { path: string; line: number }): Row[] {
  if (event.path === 'jax.config.update') {
    const name = shown(event.positional[0]);
    return /prng|threefry|matmul_precision/.test(name)
      ? [{ ...at, flag: name, value: shown(event.positional[1]) }]
      : [];
  }
  const first = argument(event, 0, 'mode', 'precision', 'kind', 'vstr');
  return [{ ...at, flag: event.path, value: first === undefined ? 'set' : shown(first) }];
}

function shown(value: Value | undefined): string {
  if (value === undefined) return '';
  if (value.kind !== 'constant') return value.kind === 'external' ? value.path : 'not known';
  return value.value === true ? 'True' : value.value === false ? 'False' : String(value.value);
}
