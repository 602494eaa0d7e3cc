import type { ArchivedProject } from './archived-project.js';
import { commandWords } from './command-words.js';

/** How an environment is made again from its lockfile, and how commands run in it. */
export interface Preparation {
  lockfile: string;
  /** Run in order, in the folder of the lockfile. */
  steps: readonly (readonly string[])[];
  /** The command inside of the environment. */
  inside(command: readonly string[]): string[];
}

const VENV = '.modelbag-venv';

/** In order of how much they promise. */
const PREPARATIONS: readonly Preparation[] = [
  {
    lockfile: 'uv.lock',
    steps: [['uv', 'sync', '--frozen']],
    inside: (command) => ['uv', 'run', '--frozen', '--', ...command],
  },
  {
    lockfile: 'renv.lock',
    steps: [
      [
        'Rscript',
        '-e',
        'if (!requireNamespace("renv", quietly = TRUE)) stop("renv is not installed"); renv::restore(prompt = FALSE)',
      ],
    ],
    inside: (command) => [...command],
  },
  {
    lockfile: 'conda-lock.yml',
    steps: [['conda-lock', 'install', '--prefix', './.modelbag-env', 'conda-lock.yml']],
    inside: (command) => ['conda', 'run', '--no-capture-output', '--prefix', './.modelbag-env', ...command],
  },
  {
    lockfile: 'requirements.txt',
    steps: [
      ['python3', '-m', 'venv', VENV],
      [`${VENV}/bin/python`, '-m', 'pip', 'install', '--requirement', 'requirements.txt'],
    ],
    inside: ([program = '', ...args]) => [/^python3?$/.test(program) ? `${VENV}/bin/python` : program, ...args],
  },
];

/** No preparation: what is here is used as it is. */
const AS_IS: Pick<Preparation, 'steps' | 'inside'> = { steps: [], inside: (command) => [...command] };

/** `lock`: by `train.setup`, else from the lockfile, else none · `none` · words of a command. */
export type Setup = 'lock' | 'none' | readonly string[];

/** How the environment is made that a training runs in. */
export function preparationOf(
  setup: Setup,
  { files, config: { train } }: ArchivedProject,
): Pick<Preparation, 'steps' | 'inside'> {
  if (setup === 'none') return AS_IS;
  if (setup !== 'lock') return { ...AS_IS, steps: [setup] };
  if (train?.setup !== undefined) return { ...AS_IS, steps: [commandWords(train.setup)] };
  const present = new Set(files.map(({ path }) => path));
  return PREPARATIONS.find(({ lockfile }) => present.has(lockfile)) ?? AS_IS;
}
