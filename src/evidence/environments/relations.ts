import { folderOf } from '../../formats/file-access.js';
import type { Declared } from './declaration.js';

interface Placed {
  path: string;
  format: { id: string; ecosystem: string };
  declared: Declared;
}

/** Locks that hold the closure of the pyproject.toml beside them. */
const LOCKS_OF_PYPROJECT: ReadonlySet<string> = new Set(['uv-lock', 'pylock', 'poetry-lock', 'pdm-lock']);

/** A lock that lacks what its manifest asks for was not refreshed: it installs something else than the project needs. */
export function markStaleLocks(files: readonly Placed[]): void {
  for (const lock of files) {
    if (!LOCKS_OF_PYPROJECT.has(lock.format.id) || lock.declared.broken) continue;
    const manifest = files.find(
      (file) => file.format.id === 'pyproject' && folderOf(file.path) === folderOf(lock.path),
    );
    const locked = new Set(lock.declared.declarations.map((item) => item.name));
    // A pylock.toml is of the groups that it was made for.
    const missing = (manifest?.declared.declarations ?? []).filter(
      (item) => !locked.has(item.name) && !(item.optional && lock.format.id === 'pylock'),
    );
    if (missing.length === 0) continue;
    const names = [...new Set(missing.map((item) => item.name))].join(', ');
    lock.declared.problems.push({
      line: 1,
      message: `lacks ${names}, which ${manifest!.path} asks for: the lock is stale`,
    });
    lock.declared.atMost = 'P2';
  }
}

/** Channels at fixed commits fix every package that a manifest beside or below them asks for, and all that it needs. */
export function fixByChannels(files: readonly Placed[]): void {
  const channels = files.filter(
    ({ format, declared }) =>
      format.id === 'guix-channels' && declared.declarations.every(({ pin, hashed }) => pin === 'exact' && hashed),
  );
  for (const { path, format, declared } of files) {
    if (format.id !== 'guix-manifest' || !channels.some((one) => isAt(folderOf(one.path), folderOf(path)))) continue;
    declared.declarations = declared.declarations.map(({ name, line, version }) => ({
      name,
      line,
      pin: 'exact',
      hashed: true,
      ...(version !== undefined && { version }),
    }));
    declared.closure = true;
    declared.selfContained = true;
  }
}

/** A lock whose interpreter is a range becomes whole by the nearest file that fixes it. */
export function lendInterpreters(files: readonly Placed[]): void {
  const lenders = files.filter((file) => file.declared.interpreter !== undefined && !file.declared.closure);
  for (const file of files) {
    const { declared } = file;
    if (declared.interpreter !== undefined || !declared.closure) continue;
    const near = lenders
      .filter((lender) => languageOf(lender) === languageOf(file) && isAt(folderOf(lender.path), folderOf(file.path)))
      .sort((a, b) => folderOf(b.path).length - folderOf(a.path).length)[0];
    if (near) declared.interpreter = near.declared.interpreter!;
  }
}

/** Of images only those of Python say which interpreter they have. */
const languageOf = (file: Placed): string => (file.format.ecosystem === 'docker' ? 'pypi' : file.format.ecosystem);

/** Whether `folder` is `below` or one of its ancestors. */
const isAt = (folder: string, below: string): boolean =>
  folder === '' || below === folder || below.startsWith(`${folder}/`);
