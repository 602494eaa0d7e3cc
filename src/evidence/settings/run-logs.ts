import { fileName } from '../environments/declaration.js';
import type { SettingsReader } from './reader.js';

type Told = [key: string, value: string | undefined];

/** Longer lines are data or pictures. */
const LINE = 1_000;
/** Cards of one machine, said over and over by a job on many. */
const FACTS = 40;
/** Of trainings that one program ran, one after the other. */
const SEEDS = 40;

/** What programs print of their machine; each pattern is one program's own wording. */
const LINES: readonly (readonly [pattern: RegExp, told: (found: RegExpExecArray) => Told[]])[] = [
  // nvidia-smi: its head, its table and `-L`; PyTorch's `collect_env` says cards as the latter.
  [
    /NVIDIA-SMI [\d.]+\s+Driver Version: ([\d.]+)(?:\s+CUDA Version: ([\d.]+))?/,
    ([, driver, cuda]) => [
      ['driver', driver],
      ['cuda', cuda],
    ],
  ],
  [/\|\s+\d+\s+(\S(?:[^|]*\S)?)\s+(?:On|Off|N\/A|WDDM|TCC)\s+\|\s+[0-9A-Fa-f]{8}:/, ([, gpu]) => [['gpu', gpu]]],
  [/^\W*GPU \d+: ([A-Z][\w ./-]{2,60}?)(?: \(UUID: .*)?\W*$/, ([, gpu]) => [['gpu', gpu]]],
  [/^Nvidia driver version: ([\d.]+)/, ([, driver]) => [['driver', driver]]],
  [/^CUDA runtime version: ([\d.]+)/, ([, cuda]) => [['cuda', cuda]]],
  // TensorFlow, Lightning, Ultralytics.
  [/-> device: \d+, name: ([^,]{2,60}), pci bus id/, ([, gpu]) => [['gpu', gpu]]],
  [/You are using a CUDA device \('([^']{2,60})'\)/, ([, gpu]) => [['gpu', gpu]]],
  [
    /Python-[\d.]+ torch-\S+ (CPU|CUDA:\S+) \(([^,)]{2,60})/,
    ([, kind, name]) => [[kind === 'CPU' ? 'cpu' : 'gpu', name]],
  ],
  // lscpu
  [/^\W*Model name:\s+(\S.{2,80}?)\W*$/, ([, cpu]) => [['cpu', cpu]]],
  [/^\W*CPU\(s\):\s+(\d+)/, ([, count]) => [['cpu_count', count]]],
  // Variables of a job, as `env` prints them. Names of nodes are names of hosts and stay out.
  [
    /^(?:declare -x |export )?SLURM_(JOB_ID|JOB_PARTITION|JOB_NUM_NODES|GPUS\w*|CPUS_PER_TASK|CPUS_ON_NODE|MEM_PER_\w+|NTASKS)="?([\w.,()-]{1,60})"?\s*$/,
    ([, name = '', value]) => [[`slurm ${name.toLowerCase()}`, value]],
  ],
];

/** Lightning says the seed that it set. */
const SEED = /^\W*(?:\[\w+: \d+\] )?(?:Global seed set to|Seed set to) (\d{1,10})\b/;
/** `seff` says how long a job took. */
const DURATION = /^Job Wall-clock time: (?:(\d+)-)?(\d+):(\d\d):(\d\d)\s*$/;

/** What runs printed: logs of SLURM and of programs, and the answers of notebooks. */
export const runLogs: SettingsReader = {
  id: 'run-logs',
  title: 'logs of runs',
  maxBytes: 16 * 1024 * 1024,
  recognize: (path) =>
    /^(slurm-\d+(_\d+)?\.(out|err)|.+\.(log|out)|.+\.[oe]\d{3,}|cout\.txt|.*(nvidia[-_]?smi|collect_env|lscpu|hardware)[^/]*\.(txt|md)|.+\.ipynb)$/i.test(
      fileName(path),
    ),
  read(text, path, into) {
    const job = /^slurm-(\d+)/.exec(fileName(path))?.[1];
    const seen = new Set<string>();
    const seeds = new Set<string>();
    const tell = (key: string, value: string, where: string): void => {
      if (seen.size >= FACTS || seen.has(`${key}\0${value}`)) return;
      seen.add(`${key}\0${value}`);
      into.hardware.push({ key, value, where });
    };
    if (job !== undefined) tell('slurm job_id', job, path);
    for (const [index, raw] of text.split('\n').entries()) {
      if (raw.length > LINE) continue;
      // A line of a notebook's answer is a string of JSON.
      const line = raw.replace(/^\s*"(.*?)(\\n)?",?$/, '$1');
      const where = `${path}:${index + 1}`;
      for (const [pattern, told] of LINES) {
        const found = pattern.exec(line);
        for (const [key, value] of found ? told(found) : []) if (value !== undefined) tell(key, value.trim(), where);
      }
      const seed = SEED.exec(line)?.[1];
      if (seed !== undefined && seeds.size < SEEDS && !seeds.has(seed)) {
        seeds.add(seed);
        into.seeds.push({
          path,
          line: index + 1,
          library: 'lightning',
          value: Number(seed),
          how: 'recorded',
          scope: 'training',
          grade: 'recorded',
        });
      }
      const [, days = '0', hours, minutes, seconds] = DURATION.exec(line) ?? [];
      if (hours !== undefined)
        into.cost.trainingSeconds ??=
          Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
    }
  },
};
