import type { ArchivedProject } from './archived-project.js';
import { commandWords } from './command-words.js';

/** How an environment is made again, and where its programs are. */
export interface Preparation {
  /** Run in order, at the top of the copy. */
  steps: readonly (readonly string[])[];
  /** Folder of the copy whose programs come before those of the machine. */
  programs?: string;
}

/** Lockfiles with their own tools, in order of how much they promise. */
const BY_LOCKFILE: readonly (Preparation & { lockfile: string })[] = [
  { lockfile: 'uv.lock', steps: [['uv', 'sync', '--frozen']], programs: '.venv/bin' },
  {
    lockfile: 'renv.lock',
    steps: [
      [
        'Rscript',
        '-e',
        'if (!requireNamespace("renv", quietly = TRUE)) stop("renv is not installed"); renv::restore(prompt = FALSE)',
      ],
    ],
  },
  {
    lockfile: 'conda-lock.yml',
    steps: [['conda-lock', 'install', '--prefix', './.modelbag-env', 'conda-lock.yml']],
    programs: '.modelbag-env/bin',
  },
  {
    lockfile: 'requirements.txt',
    steps: [
      ['python3', '-m', 'venv', '.modelbag-env'],
      ['.modelbag-env/bin/python', '-m', 'pip', 'install', '--requirement', 'requirements.txt'],
    ],
    programs: '.modelbag-env/bin',
  },
];

/** `lock`: by `train.setup`, else from the lockfile, else none · `none` · words of a command. */
export type Setup = 'lock' | 'none' | readonly string[];

/** How the environment is made that a training runs in. */
export function preparationOf(setup: Setup, { files, config: { train } }: ArchivedProject): Preparation {
  if (setup === 'none') return { steps: [] };
  if (setup !== 'lock') return { steps: [setup] };
  if (train?.setup !== undefined) return { steps: [commandWords(train.setup)] };
  const present = new Set(files.map(({ path }) => path));
  return BY_LOCKFILE.find(({ lockfile }) => present.has(lockfile)) ?? { steps: [] };
}
