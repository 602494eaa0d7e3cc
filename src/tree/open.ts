import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openFile } from '../bytes/file-source.js';
import { FormatError } from '../bytes/format-error.js';
import { isTar } from '../containers/tar.js';
import { UsageError } from '../usage-error.js';
import { listDirectory } from './directory-tree.js';
import { GitFailure } from './git.js';
import { findRepository, isMissing, type Repository } from './repository.js';
import { openRepositoryTree } from './repository-tree.js';
import { Scratch } from './scratch.js';
import { openSurroundings } from './surroundings.js';
import { openTarTree } from './tar-tree.js';
import type { SourceTree } from './tree.js';
import { openZipTree } from './zip-tree.js';

export interface TreeOptions {
  /** The tree at this tag is read where it names a commit; otherwise it is only a label. */
  tag?: string;
  /** The tree at this revision is read; throws UsageError where it names no commit. */
  revision?: string;
}

/**
 * Opens what a person names: a directory, a git repository (also bare, also a folder inside of one), a zip or a tar. Throws
 * UsageError where the target or the revision does not exist. The caller closes the tree.
 */
export async function openTree(target: string, options: TreeOptions = {}): Promise<SourceTree> {
  const kind = await targetKind(target);
  if (kind === 'folder') {
    const repository = await findRepository(target);
    if (!repository) return openDirectory(target, options);
    try {
      return await openRepositoryTree(target, repository, options);
    } catch (error) {
      if (error instanceof GitFailure) return openWithoutGit(target, repository, options, error);
      throw error;
    }
  }
  if (kind !== 'file')
    throw new UsageError(
      `${target} is neither a directory nor a zip or tar`,
      'Name a directory, a git repository, a zip or a tar.',
    );
  if (options.revision !== undefined)
    throw new UsageError(`${target} is an archive and has no revision ${options.revision}`, 'Leave out --revision.');
  const tree = await openArchive(target);
  tree.notes.push(...labelNote(options, `the target is a ${tree.kind}`));
  return tree;
}

async function openArchive(path: string): Promise<SourceTree> {
  const source = await openFile(path);
  let kind = 'zip';
  try {
    if (!(await isTar(source))) return await openZipTree(path, source);
    kind = 'tar';
    return await openTarTree(path, source);
  } catch (error) {
    await source.close();
    if (!(error instanceof FormatError)) throw error;
    throw new UsageError(
      `${path} cannot be read as a ${kind}: ${error.message}`,
      'Name a directory, a git repository, a whole zip or a tar.',
      { cause: error },
    );
  }
}

async function targetKind(target: string): Promise<'file' | 'folder' | 'other'> {
  try {
    const found = await stat(target);
    return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other';
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    const denied = ['EACCES', 'EPERM'].includes((cause as NodeJS.ErrnoException).code ?? '');
    throw new UsageError(
      denied ? `${target} must not be read: permission denied` : `${target} does not exist`,
      denied ? 'Ask for permission to read it.' : 'Check the path.',
      { cause },
    );
  }
}

/** A folder outside of git, or one whose repository git cannot read. */
async function openDirectory(target: string, options: TreeOptions, notes: string[] = []): Promise<SourceTree> {
  if (options.revision !== undefined)
    throw new UsageError(
      `${target} has no revision ${options.revision}: ${notes[0] ?? 'it is in no git repository'}`,
      'Leave out --revision, or name a directory of a git repository.',
    );
  const scratch = new Scratch();
  const folder = resolve(target);
  const files = await listDirectory(folder);
  return {
    kind: 'directory',
    label: target,
    name: files.name,
    notes: [...notes, ...labelNote(options, 'the directory is in no git repository'), ...files.notes],
    entries: files.entries,
    surroundings: openSurroundings({ folder, top: folder }),
    open: files.open,
    keep: (parts) => scratch.keep(parts),
    close: () => scratch.close(),
  };
}

/** What to do without an answer from git: a directory is still readable, a revision is not. */
async function openWithoutGit(
  target: string,
  repository: Repository,
  options: TreeOptions,
  failure: GitFailure,
): Promise<SourceTree> {
  const installed = failure.code !== 'not-installed';
  if (repository.workTree === undefined || options.tag !== undefined || options.revision !== undefined)
    throw new UsageError(
      `the git repository of ${target} cannot be read: ${failure.message}`,
      installed
        ? 'Check it with "git fsck", or name a copy of its files outside of git.'
        : 'Install git, or name a copy of its files outside of git.',
      { cause: failure },
    );
  return openDirectory(target, options, [
    `the git repository cannot be read (${failure.message}); which files it ignores is unknown`,
  ]);
}

const labelNote = ({ tag }: TreeOptions, why: string): string[] =>
  tag === undefined ? [] : [`${why}; the files are read as they are and only labeled ${tag}`];
