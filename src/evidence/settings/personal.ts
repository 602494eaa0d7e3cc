import type { Collection } from '../../collect/collection.js';
import type { Evidence } from '../evidence.js';
import { readText } from '../read-text.js';
import { storedRuns } from '../stores/stores.js';
import { PERSONAL_WORDS } from './personal-words.js';

type Personal = NonNullable<Evidence['personal']>[number];

/** Files that tools write about a run or a machine; nobody looks into them before publishing. */
const WITNESSES =
  /(^|\/)(wandb-metadata\.json|run\.json|meta\.yaml|mlflow\.(user|source\.name)|environment[^/]*\.ya?ml|conda-lock\.ya?ml|[^/]*\.conda-lock\.ya?ml|hydra\.yaml|args\.yaml|opt\.yaml|hparams\.yaml|emissions\.csv|trainer_state\.json|training_args\.json|config\.json|config\.yaml|[^/]*requirements[^/]*\.txt)$/i;
const BYTES = 1024 * 1024;
const MOST_FILES = 500;

/** Where files of trackers and machines name people or carry credentials: what and where, never the value. */
export async function gatherPersonal(collection: Collection): Promise<Personal[]> {
  const found: Personal[] = [];
  const files = collection.files.filter(({ path, size }) => size <= BYTES && WITNESSES.test(path));
  for (const file of files.slice(0, MOST_FILES)) {
    const read = await readText(collection, file, BYTES);
    if (!('text' in read)) continue;
    const lines = read.text.split('\n');
    if (/\/tags\/mlflow\.user$/.test(file.path) && read.text.trim() !== '')
      found.push({ path: file.path, line: 1, what: 'a user name' });
    for (const [pattern, what] of PERSONAL_WORDS) {
      const index = lines.findIndex((line) => line.length < 10_000 && pattern.test(line));
      if (index >= 0) found.push({ path: file.path, line: index + 1, what });
    }
  }
  for (const { path, runs } of await storedRuns(collection))
    for (const what of new Set(runs.flatMap((run) => run.personal))) found.push({ path, line: 1, what });
  return found;
}
