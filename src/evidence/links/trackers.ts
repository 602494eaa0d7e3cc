import type { CollectedFile, Collection } from '../../collect/collection.js';
import { parseJsonText } from '../../containers/json-text.js';
import { folderAbove } from '../../formats/file-access.js';
import { foldersOf, pathsOf } from '../collected-paths.js';
import { fileName, listOf, recordOf, textOf } from '../environments/declaration.js';
import { storedRuns } from '../stores/stores.js';
import { fromTop, type Link, type LinkReader } from './link.js';

const KILOBYTES = 1024;

/** A path that a tracker recorded on another machine: the longest end of it that lies here. */
function recordedScript(path: string | undefined, collection: Collection): string | undefined {
  const paths = pathsOf(collection);
  return endsOf(path ?? '').find((end) => paths.has(end));
}

/** The same of a folder; a name alone says too little. */
function recordedFolder(path: string, collection: Collection): string | undefined {
  const folders = foldersOf(collection);
  return endsOf(path).find((end) => end.includes('/') && folders.has(`${end}/`));
}

/** No system has a longer path. */
const PATH = 4_096;
/** Folders in which a program or a run may lie here. */
const FOLDERS = 64;

/** A path and its ends, the longest first. */
function endsOf(path: string): string[] {
  if (path.length > PATH) return [];
  const parts = path
    .replace(/^file:\/\//, '')
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .slice(-FOLDERS);
  return parts.map((_, from) => parts.slice(from).join('/'));
}

/** MLflow: the tag of a run, and since MLflow 3 of a model, names the program; its folder holds the model. */
export const mlflowLinks: LinkReader = {
  id: 'mlflow',
  title: 'MLflow runs',
  maxBytes: 64 * KILOBYTES,
  recognize: (path) =>
    /(^|\/)mlruns\/[^/]+\/([0-9a-f]{32}|models\/m-[0-9a-f]{32})\/tags\/mlflow\.source\.name$/.test(path),
  read(text, { path }, collection) {
    const script = recordedScript(textOf(text), collection);
    const run = path.slice(0, path.indexOf('/tags/'));
    return script === undefined ? [] : [{ script, target: `${run}/artifacts`, folder: true, how: path }];
  },
};

/** Weights & Biases: the run's folder holds what the run saved. */
export const wandbLinks: LinkReader = {
  id: 'wandb',
  title: 'Weights & Biases runs',
  maxBytes: 1024 * KILOBYTES,
  recognize: (path) => /(^|\/)wandb\/[^/]+\/files\/wandb-metadata\.json$/.test(path),
  read(text, file, collection) {
    const root = rootOf(text);
    const script = recordedScript(textOf(root['codePath']) ?? textOf(root['program']), collection);
    return script === undefined ? [] : besideOf(file, script);
  },
};

/** Sacred: the run's folder holds its artifacts, and `run.json` the program. */
export const sacredLinks: LinkReader = {
  id: 'sacred',
  title: 'Sacred runs',
  maxBytes: 4096 * KILOBYTES,
  recognize: (path) => /(^|\/)\d+\/run\.json$/.test(path),
  read(text, file, collection) {
    const root = rootOf(text);
    const experiment = recordOf(root['experiment']);
    const main = textOf(experiment['mainfile']) ?? textOf(listOf(listOf(experiment['sources'])[0])[0]);
    const script = recordedScript(main, collection);
    return script === undefined || !('artifacts' in root) ? [] : besideOf(file, script);
  },
};

/** Hydra: the job of a run is called like its program, and the run's folder holds what it wrote. */
export const hydraLinks: LinkReader = {
  id: 'hydra',
  title: 'Hydra runs',
  maxBytes: 256 * KILOBYTES,
  recognize: (path) => /(^|\/)\.hydra\/hydra\.yaml$/.test(path),
  read(text, { path }, collection) {
    const job = /^ {2}job:\n(?: {4}.*\n)*? {4}name: (\S+)/m.exec(text)?.[1];
    const named = collection.files.filter((file) => fileName(file.path) === `${job}.py`);
    const [script, ...others] = named;
    const folder = path.slice(0, path.indexOf('.hydra/'));
    if (script === undefined || others.length > 0 || folder === '') return [];
    return [{ script: script.path, target: folder.slice(0, -1), folder: true, how: path }];
  },
};

/** Everything in the folder of a file of the run. */
function besideOf({ path }: CollectedFile, script: string): Link[] {
  const target = fromTop('', folderAbove(path).slice(0, -1));
  return target === undefined ? [] : [{ script, target, folder: true, how: path }];
}

function rootOf(text: string): Record<string, unknown> {
  const parsed = parseJsonText(text);
  return 'message' in parsed ? {} : recordOf(parsed.value);
}

/** Runs in databases and logs of trackers: their folders as they lie here hold what they wrote. */
export async function storedRunLinks(collection: Collection): Promise<Link[]> {
  const links: Link[] = [];
  for (const run of (await storedRuns(collection)).flatMap(({ runs }) => runs)) {
    const script = recordedScript(run.program, collection);
    // Models of one run may lie in one folder, and are as many as anybody logs.
    const folders = new Set(run.folders.flatMap((folder) => recordedFolder(folder, collection) ?? []));
    if (script !== undefined)
      for (const target of folders) links.push({ script, target, folder: true, how: run.place });
  }
  return links;
}
