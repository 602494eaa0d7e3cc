import { readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audit } from '../audit.js';
import { byBytes } from '../bytes/order.js';
import { readDvc } from '../collect/dvc.js';
import { junkFinder } from '../collect/junk.js';
import { CONFIG_PATHS, DEFAULT_CONFIG, parseConfig } from '../config.js';
import { lineOf } from '../report/escape.js';
import { firstConfig, foundIn, type Surroundings } from '../report/first-config.js';
import { makeFolder } from '../tree/make-folder.js';
import { openTree } from '../tree/open.js';
import type { SourceTree } from '../tree/tree.js';
import { UsageError } from '../usage-error.js';
import type { Command } from './command.js';
import { deliver, expectFolder } from './output.js';
import { openProgress } from './progress.js';
import type { CommonOptions } from './terminal.js';

export interface InitOptions extends CommonOptions {
  force?: boolean;
}

/** `modelbag/init/1`. */
interface InitDocument {
  schema: 'modelbag/init/1';
  /** Sentences about the repository. */
  found: string[];
  written: string[];
  /** Was there already, and is as it was. */
  kept: string[];
}

/** Workflows that the package ships, and their names in a repository. */
const WORKFLOWS = [
  ['release.yml', '.github/workflows/modelbag-release.yml'],
  ['pull-request.yml', '.github/workflows/modelbag-pull-request.yml'],
] as const;

export const command: Command<InitOptions> = {
  name: 'init',
  arguments: '[dir]',
  summary: 'look at a repository, say what was found, and write a first configuration and workflows',
  formats: ['terminal', 'json'],
  options: [['--force', 'write also over files that are there']],
  async run([target = '.'], options, terminal) {
    const root = await topOf(target);
    await expectFolder('init', root);
    const tree = await openTree(root);
    try {
      const { assessment, inspections } = await audit(tree, {
        config: DEFAULT_CONFIG,
        progress: await openProgress(terminal, options),
      });
      const around: Surroundings = { inspections, ...(await elsewhere(tree)) };
      const config = firstConfig(assessment, around);
      parseConfig(config, CONFIG_PATHS[0]); // what we write is what we read
      const { written, kept } = await writeAll(root, await filesFor(root, config), options.force === true);
      const result: InitDocument = { schema: 'modelbag/init/1', found: foundIn(assessment, around), written, kept };
      await deliver('init', { terminal: () => said(result), json: result }, terminal, options);
      return 0;
    } finally {
      await tree.close();
    }
  },
};

/** Configuration belongs at the top, where the Action looks. A bare repository has no place for it. */
async function topOf(target: string): Promise<string> {
  const found = await stat(target).catch(() => undefined);
  if (!found?.isDirectory())
    throw new UsageError(
      `${target} is not a directory`,
      'Name the folder of a repository; a first configuration is written into it.',
    );
  if ((await isThere(join(target, 'HEAD'))) && (await isThere(join(target, 'objects'))))
    throw new UsageError(`${target} is a bare git repository`, 'Clone it, and name the clone.');
  return target;
}

const MODEL_NAME =
  /\.(pt|pth|ckpt|pkl|pickle|joblib|h5|hdf5|keras|onnx|safetensors|gguf|rds|tflite|pb|skops|cbm|mar|nemo|mlmodel|pmml|bson|jld2|npz)$|(^|\/)(pytorch_model|model)\.bin$/i;

/** Models that the tree does not hold: on disk beside it, or tracked by DVC. By name alone; `check` looks into them. */
async function elsewhere(tree: SourceTree): Promise<Pick<Surroundings, 'outside' | 'dvc'>> {
  const marked = tree.entries.filter(({ untracked, ignored }) => untracked || ignored);
  const beside = [...marked, ...((await tree.surroundings?.untracked()) ?? [])];
  const isJunk = junkFinder(tree.entries.map(({ path }) => path));
  const { outputs } = await readDvc(
    tree.entries.filter(({ kind, absent }) => kind === 'file' && absent === undefined).map(({ path }) => path),
    tree.open,
  );
  const tracked = new Set(outputs.map(({ path }) => path));
  const outside = beside
    .filter(({ kind, path, ignored }) => kind === 'file' && ignored && MODEL_NAME.test(path) && isJunk(path) === null)
    .map(({ path }) => path)
    .filter((path) => !tracked.has(path));
  return {
    outside: [...new Set(outside)].sort(byBytes),
    dvc: outputs.filter(({ path, isFolder }) => !isFolder && MODEL_NAME.test(path)).map(({ path }) => path),
  };
}

async function filesFor(root: string, config: string): Promise<{ path: string; text: string }[]> {
  const [first, second] = CONFIG_PATHS;
  const path = !(await isThere(join(root, first))) && (await isThere(join(root, second))) ? second : first;
  const files = [{ path: path as string, text: config }];
  for (const [name, place] of WORKFLOWS) files.push({ path: place, text: await shipped(name) });
  return files;
}

/** A file that is there is somebody's work: it is only replaced by `--force`. */
async function writeAll(
  root: string,
  files: readonly { path: string; text: string }[],
  force: boolean,
): Promise<{ written: string[]; kept: string[] }> {
  const [written, kept]: [string[], string[]] = [[], []];
  for (const { path, text } of files) {
    const place = join(root, path);
    await makeFolder(dirname(place));
    try {
      await writeFile(place, text, { flag: force ? 'w' : 'wx' });
      written.push(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      kept.push(path);
    }
  }
  return { written, kept };
}

/** Workflows lie in examples/ of the package, two folders up from the sources and one up from dist/. */
async function shipped(name: string): Promise<string> {
  for (const up of ['..', '../..']) {
    try {
      return await readFile(fileURLToPath(new URL(`${up}/examples/workflows/${name}`, import.meta.url)), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new UsageError(
    `the workflow ${name} is not installed`,
    'Install modelbag again: examples/workflows/ is missing.',
  );
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

function said({ found, written, kept }: InitDocument): string {
  const lines = [
    'Found',
    ...found.map((line) => `  ${lineOf(line).replaceAll('`', '')}`),
    ...(written.length > 0 ? ['', 'Wrote', ...written.map((path) => `  ${path}`)] : []),
    ...(kept.length > 0 ? ['', 'Kept as it was (--force writes it anew)', ...kept.map((path) => `  ${path}`)] : []),
    '',
    'Next: modelbag check says what stands between the repository and a good archive.',
  ];
  return `${lines.join('\n')}\n`;
}
