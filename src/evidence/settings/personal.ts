import type { Collection } from '../../collect/collection.js';
import { fileName } from '../environments/declaration.js';
import type { Evidence } from '../evidence.js';
import { readText } from '../read-text.js';
import { storedRuns } from '../stores/stores.js';
import { csvCells } from './csv-cells.js';
import { BATCH_WORDS, PERSONAL_WORDS, personalIn } from './personal-words.js';

type Personal = NonNullable<Evidence['personal']>[number];

/** Files that tools write about a run or a machine; nobody looks into them before publishing. */
const WITNESSES =
  /(^|\/)(wandb-metadata\.json|run\.json|meta\.yaml|MLmodel|environment[^/]*\.ya?ml|conda-lock\.ya?ml|[^/]*\.conda-lock\.ya?ml|(hydra|overrides|multirun)\.yaml|args\.yaml|opt\.yaml|hparams\.yaml|emissions\.csv|trainer_state\.json|training_args\.json|config\.json|config\.yaml|[^/]*requirements[^/]*\.txt|slurm-\d+[^/]*\.(out|err)|[^/]+\.log|cout\.txt|\.dvc\/config)$/i;
/** MLflow's folders of runs: a file for each value, named by its key. */
const VALUES = /(^|\/)mlruns\/.+\/(params|tags)\/[^/]+$/;
/** Scripts are written by hand; what a cluster is told about a person stands in one directive. */
const BATCH = /\.(sh|slurm|sbatch|sbat|batch|sub|sl|job|bash)$/i;
const BYTES = 1024 * 1024;
const MOST_FILES = 500;

/** Where files of trackers and machines name people or carry credentials: what and where, never the value. */
export async function gatherPersonal(collection: Collection): Promise<Personal[]> {
  const found: Personal[] = [];
  // Of each kind apart: a folder of thousands of runs must not hide the others.
  const files = [WITNESSES, VALUES, BATCH].flatMap((kind) =>
    collection.files.filter(({ path, size }) => size <= BYTES && kind.test(path)).slice(0, MOST_FILES),
  );
  for (const file of files) {
    const read = await readText(collection, file, BYTES);
    if ('text' in read) found.push(...inText(read.text, file.path));
  }
  for (const { path, runs } of await storedRuns(collection))
    for (const what of new Set(runs.flatMap((run) => [...run.personal]))) found.push({ path, line: 1, what });
  return found;
}

function inText(text: string, path: string): Personal[] {
  if (VALUES.test(path)) {
    const what = path.endsWith('/tags/mlflow.user') ? (text.trim() === '' ? [] : ['a user name']) : personalIn(text);
    return what.map((each) => ({ path, line: 1, what: each }));
  }
  const lines = text.split('\n');
  const patterns = BATCH.test(path) ? BATCH_WORDS : PERSONAL_WORDS;
  const found = patterns.flatMap(([pattern, what]) => {
    const index = lines.findIndex((line) => line.length < 10_000 && pattern.test(line));
    return index >= 0 ? [{ path, line: index + 1, what }] : [];
  });
  const line = fileName(path) === 'emissions.csv' ? positionAt(lines) : 0;
  return line > 0 ? [...found, { path, line, what: 'a geographic position' }] : found;
}

/** The first row in which CodeCarbon's table says where on Earth the machine was. */
function positionAt([header = '', ...rows]: readonly string[]): number {
  const column = csvCells(header).indexOf('longitude');
  const row = column < 0 ? -1 : rows.findIndex((cells) => (csvCells(cells)[column] ?? '') !== '');
  return row < 0 ? 0 : row + 2;
}
