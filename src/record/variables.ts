import type { RunRecord } from '../evidence/run.js';
import { libraryOfSeedKey } from '../evidence/settings/config-seeds.js';

/** Variables that change the numbers a run computes. Their values are of a closed kind; nothing else is ever read. */
const VARIABLES = [
  'PYTHONHASHSEED',
  'PL_GLOBAL_SEED',
  'PL_SEED_WORKERS',
  'SEED',
  'RANDOM_SEED',
  'GLOBAL_SEED',
  'CUBLAS_WORKSPACE_CONFIG',
  'CUDA_LAUNCH_BLOCKING',
  'CUDA_VISIBLE_DEVICES',
  'CUDA_DEVICE_ORDER',
  'HIP_VISIBLE_DEVICES',
  'FLASH_ATTENTION_DETERMINISTIC',
  'NVIDIA_TF32_OVERRIDE',
  'TORCH_ALLOW_TF32_CUBLAS_OVERRIDE',
  'TF_DETERMINISTIC_OPS',
  'TF_CUDNN_DETERMINISTIC',
  'TF_CUDNN_USE_AUTOTUNE',
  'TF_ENABLE_ONEDNN_OPTS',
  'TF_NUM_INTEROP_THREADS',
  'TF_NUM_INTRAOP_THREADS',
  'KERAS_BACKEND',
  'XLA_FLAGS',
  'JAX_ENABLE_X64',
  'JAX_PLATFORMS',
  'JAX_DEFAULT_PRNG_IMPL',
  'JAX_THREEFRY_PARTITIONABLE',
  'OMP_NUM_THREADS',
  'MKL_NUM_THREADS',
  'MKL_CBWR',
  'OPENBLAS_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
  'NUMEXPR_NUM_THREADS',
  'NUMBA_NUM_THREADS',
  'RAYON_NUM_THREADS',
  'JULIA_NUM_THREADS',
  'R_PARALLELLY_AVAILABLECORES_FALLBACK',
  'WORLD_SIZE',
  'LOCAL_WORLD_SIZE',
  'RANK',
  'SLURM_JOB_NUM_NODES',
  'SLURM_NTASKS',
  'SLURM_CPUS_PER_TASK',
  'SLURM_GPUS',
  'SLURM_ARRAY_TASK_ID',
  'NCCL_ALGO',
  'HCCL_DETERMINISTIC',
] as const;

/** Numbers, flags, device lists and options of compilers; a value of any other shape is not taken over. */
const PLAIN = /^[\w.,:;=+ /-]{0,200}$/;

export function variablesOf(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of VARIABLES) {
    const value = env[name];
    // Dump folders of compilers name people.
    if (value !== undefined && PLAIN.test(value) && !/[/\\](home|Users)[/\\]/.test(value)) found[name] = value;
  }
  return found;
}

/** Seeds in the variables and on the command line: `--seed 42`, `--random-state=1`, `training.seed=7`. */
export function seedsOf(command: readonly string[], variables: Readonly<Record<string, string>>): RunRecord['seeds'] {
  const seeds: RunRecord['seeds'] = [];
  const add = (name: string, text: string | undefined, from: string): void => {
    const isSeed =
      /(^|[._-])(seed|random[_-]?state)s?$/i.test(name.replace(/([a-z])([A-Z])/g, '$1_$2')) ||
      name === 'PYTHONHASHSEED';
    if (!isSeed || text === undefined || !/^-?\d{1,20}$/.test(text)) return;
    const library =
      name === 'PYTHONHASHSEED' ? 'python-hash' : (libraryOfSeedKey(name.replaceAll('-', '_')) ?? 'other');
    seeds.push({ library, value: Number(text), from });
  };
  for (const [name, value] of Object.entries(variables)) add(name, value, name);
  for (const [at, word] of command.entries()) {
    const [, dashes = '', name = '', value] = /^(-{0,2}\+{0,2})([\w.-]+?)(?:=(.*))?$/.exec(word) ?? [];
    if (value !== undefined) add(name, value, word);
    else if (dashes.startsWith('-')) add(name, command[at + 1], `${word} ${command[at + 1] ?? ''}`);
  }
  return seeds;
}
