// The scanners that modelbag is compared with: each in a Python environment of its own, run once over a list of files.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const PEERS = ['picklescan', 'modelscan', 'fickling', 'modelaudit'];

/** What a peer needs to read all the formats that it knows, and what it needs and does not ask for. */
const NEEDS = {
  picklescan: ['picklescan[7z]', 'numpy'],
  modelscan: ['modelscan[h5py,tensorflow]'],
  fickling: ['typing_extensions'],
  modelaudit: ['modelaudit[all]'],
};

/** Installs the peers that are not there yet, each into `folder/<name>`. */
export function installPeers(folder) {
  for (const name of PEERS) {
    const home = join(folder, `peer-${name}`);
    if (existsSync(join(home, 'bin', 'python'))) continue;
    process.stderr.write(`installing ${name} into ${home}\n`);
    execFileSync('python3', ['-m', 'venv', home], { stdio: 'inherit' });
    execFileSync(join(home, 'bin', 'pip'), ['install', '-q', name, ...(NEEDS[name] ?? [])], { stdio: 'inherit' });
  }
}

/** Version, outcome by path (`found`, `clean`, `skipped`, `error`) and what the peer says of the path, of one peer. */
export async function judgeWith(name, folder, paths) {
  const python = join(folder, `peer-${name}`, 'bin', 'python');
  const outcomes = new Map();
  const reasons = new Map();
  let version = '?';
  // A file that ends the process is an error of that file; the rest is judged by a new one.
  for (let left = paths; left.length > 0; ) {
    for (const [outcome, path, why] of await run(python, name, left)) {
      if (outcome === 'version') version = path;
      else {
        outcomes.set(path, outcome);
        reasons.set(path, why);
      }
    }
    const next = left.findIndex((path) => !outcomes.has(path));
    if (next < 0) break;
    outcomes.set(left[next], 'error');
    reasons.set(left[next], 'the process ended');
    left = left.slice(next + 1);
  }
  return { version, outcomes, reasons };
}

async function run(python, name, paths) {
  const child = spawn(python, [join(here, 'judge.py'), name], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(paths.map((path) => `${JSON.stringify(path)}\n`).join(''));
  let text = '';
  for await (const chunk of child.stdout) text += chunk;
  return text
    .split('\n')
    .filter((line) => line.endsWith(']'))
    .map((line) => JSON.parse(line));
}

/** Our own reports of all paths, by path: one process. */
export function judgeOurselves(cli, paths) {
  const models = new Map();
  for (let i = 0; i < paths.length; i += 500) {
    const some = paths.slice(i, i + 500);
    let text;
    try {
      text = execFileSync('node', [cli, 'inspect', '--format', 'json', '--', ...some], { maxBuffer: 1 << 30 });
    } catch (error) {
      // 2: one of the paths could not be opened; the document is there all the same.
      if (error.status !== 2) throw error;
      text = error.stdout;
    }
    for (const model of JSON.parse(text).models) models.set(model.path, model);
  }
  return models;
}
