import type { Declared } from './declaration.js';

interface Placed {
  path: string;
  format: { id: string; ecosystem: string };
  declared: Declared;
}

/** Locks that hold the closure of the pyproject.toml beside them. */
const LOCKS_OF_PYPROJECT: ReadonlySet<string> = new Set(['uv-lock', 'pylock', 'poetry-lock', 'pdm-lock']);

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** A lock that lacks what its manifest asks for was not refreshed: it installs something else than the project needs. */
export function markStaleLocks(files: readonly Placed[]): void {
  for (const lock of files) {
    if (!LOCKS_OF_PYPROJECT.has(lock.format.id) || lock.declared.broken) continue;
    const manifest = files.find(
      (file) => file.format.id === 'pyproject' && folderOf(file.path) === folderOf(lock.path),
    );
    const locked = new Set(lock.declared.declarations.map((item) => item.name));
    const missing = (manifest?.declared.declarations ?? []).filter((item) => !locked.has(item.name));
    if (missing.length === 0) continue;
    const names = [...new Set(missing.map((item) => item.name))].join(', ');
    lock.declared.problems.push({
      line: 1,
      message: `lacks ${names}, which ${manifest!.path} asks for: the lock is stale`,
    });
    lock.declared.atMost = 'P2';
  }
}

/** A lock whose Python is a range becomes whole by the nearest file that fixes the interpreter. */
export function lendInterpreters(files: readonly Placed[]): void {
  const lenders = files.filter((file) => file.declared.interpreter !== undefined && isInterpreterOnly(file));
  for (const file of files) {
    const { declared } = file;
    if (declared.interpreter !== undefined || !declared.closure || !['pypi', 'cran'].includes(file.format.ecosystem))
      continue;
    const near = lenders
      .filter((lender) => isAt(folderOf(lender.path), folderOf(file.path)))
      .sort((a, b) => folderOf(b.path).length - folderOf(a.path).length)[0];
    if (near) declared.interpreter = near.declared.interpreter!;
  }
}

const isInterpreterOnly = (file: Placed): boolean =>
  file.format.ecosystem === 'generic' || file.format.ecosystem === 'docker' || file.format.id === 'pyproject';

/** Whether `folder` is `below` or one of its ancestors. */
const isAt = (folder: string, below: string): boolean =>
  folder === '' || below === folder || below.startsWith(`${folder}/`);
