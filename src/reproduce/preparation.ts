import { isObject } from '../containers/json-document.js';
import { type ArchivedProject, rows } from './archived-project.js';
import { commandWords } from './command-words.js';

/** How an environment is made again, and where its programs are. */
export interface Preparation {
  /** Run in order, at the top of the copy. */
  steps: readonly (readonly string[])[];
  /** Lists of folders, as `PATH` is one, with the folder of the copy that comes before what the machine has in them. */
  before?: Readonly<Record<string, string>>;
  /** Variables that are one folder of the copy. */
  folders?: Readonly<Record<string, string>>;
  /** Why the environment cannot be made here. */
  missing?: string;
}

/** Folder of the copy for environments whose tools have none of their own. */
const FOLDER = '.modelbag-env';
const PROGRAMS = `${FOLDER}/bin`;

interface Recipe extends Preparation {
  /** Without it the steps make no sense. */
  program: string;
}

/** Ways to make the environment of a lockfile, the first of which the machine has the program is taken. */
interface Lockfile {
  name: string;
  recipes(project: ArchivedProject): readonly Recipe[];
}

const condaEnvironment = (name: string): Lockfile => ({
  name,
  recipes: () => [
    conda('micromamba', 'create', '--yes', '--prefix', `./${FOLDER}`, '--file', name),
    conda('mamba', 'env', 'create', '--prefix', `./${FOLDER}`, '--file', name),
    conda('conda', 'env', 'create', '--prefix', `./${FOLDER}`, '--file', name),
  ],
});

const conda = (program: string, ...words: readonly string[]): Recipe => ({
  program,
  steps: [[program, ...words]],
  before: { PATH: PROGRAMS },
  folders: { CONDA_PREFIX: FOLDER },
});

/** `conda-linux-64.lock`: every package by its address, for one kind of machine. */
const explicitConda = (platform: string): Lockfile => {
  const name = `conda-${platform}.lock`;
  const words = ['create', '--yes', '--prefix', `./${FOLDER}`, '--file', name];
  return { name, recipes: () => ['micromamba', 'mamba', 'conda'].map((program) => conda(program, ...words)) };
};

const RENV = 'if (!requireNamespace("renv", quietly = TRUE)) stop("renv is not installed")';

/** A project that loads renv by itself has its own library; for any other one the packages go into the copy, never into that of the user. */
function restored({ files, evidence }: ArchivedProject): Recipe {
  const lock = rows(evidence['environments']).find(({ path }) => path === 'renv.lock');
  const packages = lock && isObject(lock['packages']) ? Object.keys(lock['packages']) : null;
  // R itself, and renv, are here or not.
  if (packages?.every((name) => name === 'R' || name === 'renv')) return { program: 'Rscript', steps: [] };
  const loads = (wanted: string): boolean => files.some(({ path }) => path === wanted);
  if (loads('.Rprofile') && loads('renv/activate.R'))
    return { program: 'Rscript', steps: [['Rscript', '-e', `${RENV}; renv::restore(prompt = FALSE)`]] };
  const restore = `dir.create("${FOLDER}"); renv::restore(library = normalizePath("${FOLDER}"), prompt = FALSE)`;
  return { program: 'Rscript', steps: [['Rscript', '-e', `${RENV}; ${restore}`]], before: { R_LIBS: FOLDER } };
}

/** Lockfiles with their own tools, in order of how much they promise. */
const BY_LOCKFILE: readonly Lockfile[] = [
  {
    name: 'uv.lock',
    recipes: () => [{ program: 'uv', steps: [['uv', 'sync', '--frozen']], before: { PATH: '.venv/bin' } }],
  },
  { name: 'renv.lock', recipes: (project) => [restored(project)] },
  {
    name: 'conda-lock.yml',
    recipes: () => [
      conda('conda-lock', 'install', '--prefix', `./${FOLDER}`, 'conda-lock.yml'),
      conda('micromamba', 'create', '--yes', '--prefix', `./${FOLDER}`, '--file', 'conda-lock.yml'),
    ],
  },
  ...['linux-64', 'linux-aarch64', 'osx-arm64', 'osx-64', 'win-64'].map(explicitConda),
  {
    name: 'requirements.txt',
    recipes: () => [
      {
        program: 'python3',
        steps: [
          ['python3', '-m', 'venv', FOLDER],
          [`${PROGRAMS}/python`, '-m', 'pip', 'install', '--requirement', 'requirements.txt'],
        ],
        before: { PATH: PROGRAMS },
      },
    ],
  },
  condaEnvironment('environment.yml'),
  condaEnvironment('environment.yaml'),
];

/** What conda calls this machine. */
const platformOf = ({ platform, arch }: Machine): string => {
  const system = { linux: 'linux', darwin: 'osx', win32: 'win' }[platform] ?? platform;
  const processor = arch === 'x64' ? '64' : arch === 'arm64' && system === 'linux' ? 'aarch64' : arch;
  return `${system}-${processor}`;
};

export interface Machine {
  platform: string;
  arch: string;
  /** Whether there is such a program. */
  has(program: string): boolean;
}

/** `lock`: by `train.setup`, else from the lockfile, else none · `none` · words of a command. */
export type Setup = 'lock' | 'none' | readonly string[];

/** How the environment is made that a training runs in. */
export function preparationOf(setup: Setup, project: ArchivedProject, machine: Machine): Preparation {
  const {
    files,
    config: { train },
  } = project;
  if (setup === 'none') return { steps: [] };
  if (setup !== 'lock') return { steps: [setup] };
  if (train?.setup !== undefined) return { steps: [commandWords(train.setup)] };
  const paths = new Set(files.map(({ path }) => path));
  const own = `conda-${platformOf(machine)}.lock`;
  const found = BY_LOCKFILE.filter(({ name }) => paths.has(name) && (!/^conda-.*\.lock$/.test(name) || name === own));
  const recipes = found.map((lockfile) => ({ name: lockfile.name, recipes: lockfile.recipes(project) }));
  for (const { recipes: ways } of recipes) {
    const way = ways.find(({ program }) => machine.has(program));
    if (way) return way;
  }
  const [first] = recipes;
  if (!first) return { steps: [] };
  const programs = first.recipes.map(({ program }) => program);
  const wanted = programs.length === 1 ? programs[0] : `one of ${programs.join(', ')}`;
  return { steps: [], missing: `${first.name} needs ${wanted}, and there is no such program here` };
}
