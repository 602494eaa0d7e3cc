import type { Collection } from '../../collect/collection.js';
import type { Evidence } from '../evidence.js';
import { readText } from '../read-text.js';

type Personal = NonNullable<Evidence['personal']>[number];

/** Files that tools write about a run or a machine; nobody looks into them before publishing. */
const WITNESSES =
  /(^|\/)(wandb-metadata\.json|run\.json|meta\.yaml|mlflow\.(user|source\.name)|environment[^/]*\.ya?ml|conda-lock\.ya?ml|[^/]*\.conda-lock\.ya?ml|hydra\.yaml|args\.yaml|opt\.yaml|hparams\.yaml|emissions\.csv|trainer_state\.json|training_args\.json|config\.json|config\.yaml|[^/]*requirements[^/]*\.txt)$/i;
const BYTES = 1024 * 1024;
const MOST_FILES = 500;

const WHAT: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/["']?\b(e-?mail|git_user_email)["']?\s*[:=]\s*["']?[^\s"'@]+@[^\s"']+\.[a-z]{2,}/i, 'a mail address'],
  [/["']?\b(user(_?name|_id)?|git_user_name)["']?\s*[:=]\s*["']?(?!null|none|""|''|root\b)[\w.-]{2,}/i, 'a user name'],
  [/["'](host|hostname)["']\s*:\s*"(?!localhost|127\.)[\w.-]{2,}/i, 'a host name'],
  [
    /(\/home\/|\/Users\/|[A-Za-z]:\\+Users\\+)(?!runner\b|user\b|ubuntu\b|app\b|jovyan\b|vscode\b)[^\s/\\"']{2,}/,
    'a home directory',
  ],
  [/--?(api[_-]?key|token|password|secret)[\s=",']+[\w-]{6,}/i, 'a credential on a command line'],
];

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
    for (const [pattern, what] of WHAT) {
      const index = lines.findIndex((line) => line.length < 10_000 && pattern.test(line));
      if (index >= 0) found.push({ path: file.path, line: index + 1, what });
    }
  }
  return found;
}
