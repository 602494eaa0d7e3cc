import { runGit } from './git.js';
import { count, nameFromBytes } from './listing.js';
import type { Repository } from './repository.js';
import type { TreeEntry } from './tree.js';

/** What git knows of the files below a folder of its work tree. Paths are relative to that folder. */
export interface GitMarks {
  tracked: Set<string>;
  /** Commit ids of submodules. */
  submodules: Map<string, string>;
  /** Untracked and ignored; a path that ends with `/` stands for everything below it. */
  ignored: Set<string>;
}

/** Asks git which files it tracks and which it ignores: two short runs, whatever the number of files. */
export async function readGitMarks(repository: Repository): Promise<GitMarks> {
  const below = repository.prefix === '' ? [] : ['--', repository.prefix];
  const strip = repository.prefix === '' ? 0 : repository.prefix.length + 1;
  const marks: GitMarks = { tracked: new Set(), submodules: new Map(), ignored: new Set() };
  for (const line of records(await runGit(repository, ['ls-files', '-z', '-s', ...below]))) {
    // `<mode> SP <id> SP <stage> TAB <path>`
    const tab = line.indexOf(0x09);
    const [mode, id] = line.toString('latin1', 0, tab).split(' ') as [string, string];
    const path = nameFromBytes(line.subarray(tab + 1)).slice(strip);
    marks.tracked.add(path);
    if (mode === '160000') marks.submodules.set(path, id);
  }
  const ignored = await runGit(repository, ['ls-files', '-z', '-o', '-i', '--exclude-standard', ...below]);
  for (const line of records(ignored)) marks.ignored.add(nameFromBytes(line).slice(strip));
  return marks;
}

/** Writes what git knows onto the entries of a walk; adds submodules that are not checked out. Returns remarks. */
export function applyGitMarks(entries: TreeEntry[], marks: GitMarks): string[] {
  const ignoredFolders = [...marks.ignored].filter((path) => path.endsWith('/'));
  const present = new Set(entries.map((entry) => entry.path));
  const modules = [...marks.submodules.keys()];
  const checkedOut = new Set<string>();
  for (const entry of entries) {
    const module = modules.find((path) => entry.path.startsWith(`${path}/`));
    if (module !== undefined) checkedOut.add(module);
    if (marks.tracked.has(entry.path) || module !== undefined) continue;
    entry.untracked = true;
    if (marks.ignored.has(entry.path) || ignoredFolders.some((folder) => entry.path.startsWith(folder)))
      entry.ignored = true;
  }
  for (const [path, commit] of marks.submodules) {
    if (!checkedOut.has(path) && !present.has(path))
      entries.push({ path, kind: 'submodule', size: 0, executable: false, blob: commit });
  }
  const gone = [...marks.tracked].filter((path) => !present.has(path) && !marks.submodules.has(path)).length;
  return gone > 0 ? [`${count(gone, 'file')} that git tracks ${gone === 1 ? 'is' : 'are'} not in the work tree`] : [];
}

function* records(out: Buffer): Generator<Buffer> {
  for (let at = 0, end = out.indexOf(0); end >= 0; at = end + 1, end = out.indexOf(0, at)) yield out.subarray(at, end);
}
