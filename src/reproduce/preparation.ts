/** How an environment is made again from its lockfile, and how commands run in it. */
export interface Preparation {
  lockfile: string;
  /** Programs that must be there. */
  needs: string;
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
    needs: 'uv',
    steps: [['uv', 'sync', '--frozen']],
    inside: (command) => ['uv', 'run', '--frozen', '--', ...command],
  },
  {
    lockfile: 'renv.lock',
    needs: 'Rscript',
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
    needs: 'conda-lock',
    steps: [['conda-lock', 'install', '--prefix', './.modelbag-env', 'conda-lock.yml']],
    inside: (command) => ['conda', 'run', '--no-capture-output', '--prefix', './.modelbag-env', ...command],
  },
  {
    lockfile: 'requirements.txt',
    needs: 'python3',
    steps: [
      ['python3', '-m', 'venv', VENV],
      [`${VENV}/bin/python`, '-m', 'pip', 'install', '--requirement', 'requirements.txt'],
    ],
    inside: ([program = '', ...args]) => [/^python3?$/.test(program) ? `${VENV}/bin/python` : program, ...args],
  },
];

/** The preparation for the files of a repository; null where none is known. */
export const preparationFor = (paths: ReadonlySet<string>): Preparation | null =>
  PREPARATIONS.find(({ lockfile }) => paths.has(lockfile)) ?? null;
