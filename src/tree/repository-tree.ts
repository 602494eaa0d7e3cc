import { join, resolve } from 'node:path';
import { AbsentContent } from './absent.js';
import { ObjectReader } from './blobs.js';
import { listDirectory } from './directory-tree.js';
import { GitFailure, runGit } from './git.js';
import { applyGitMarks, type GitMarks, readGitMarks } from './git-marks.js';
import { listGitTree } from './git-tree.js';
import { lastSegment, publicAddress } from './origin.js';
import { kindOf, type Repository } from './repository.js';
import { askedRevision, resolveRevision } from './revision.js';
import { Scratch } from './scratch.js';
import { openSurroundings } from './surroundings.js';
import type { Revision, SourceTree, TreeEntry } from './tree.js';

/**
 * The tree that a folder of a git repository stands for: at the tag or revision that was asked for, else its files as
 * they lie, else (in a bare repository) what is checked out by default. Throws GitFailure where git does not answer.
 */
export async function openRepositoryTree(
  target: string,
  repository: Repository,
  options: { tag?: string; revision?: string },
): Promise<SourceTree> {
  const objects = new ObjectReader(repository);
  try {
    const asked = await askedRevision(target, repository, objects, options);
    const bare = repository.workTree === undefined;
    const revision = asked.revision ?? (bare ? await headOf(repository, objects, options.tag) : undefined);
    const shared = { target, repository, objects, notes: asked.notes };
    if (revision) return await openRevision(shared, revision);
    return bare ? await openEmpty(shared) : await openWorkTree(shared);
  } catch (error) {
    await objects.close();
    throw error;
  }
}

interface Opening {
  target: string;
  repository: Repository;
  objects: ObjectReader;
  notes: string[];
}

async function headOf(
  repository: Repository,
  objects: ObjectReader,
  tag: string | undefined,
): Promise<Revision | undefined> {
  const head = await resolveRevision(repository, objects, ['HEAD']);
  if (!head?.tree) return undefined;
  return { commit: head.commit, ...(tag !== undefined && { tag }), tree: head.tree, time: head.time };
}

async function openRevision({ target, repository, objects, notes }: Opening, revision: Revision): Promise<SourceTree> {
  const scratch = new Scratch();
  const files = await listGitTree(repository, revision.tree, objects, scratch);
  return {
    ...(await identityOf(target, repository)),
    kind: 'git',
    label: `${target}@${revision.tag ?? revision.commit.slice(0, 12)}`,
    revision,
    notes: [...notes, ...(await shallowNote(repository)), ...files.notes],
    entries: files.entries,
    surroundings: surroundingsOf(repository),
    open: files.open,
    keep: (parts) => scratch.keep(parts),
    close: () => closeAll(objects, scratch),
  };
}

/** A bare repository to which nothing was pushed. */
async function openEmpty({ target, repository, objects, notes }: Opening): Promise<SourceTree> {
  const scratch = new Scratch();
  return {
    ...(await identityOf(target, repository)),
    kind: 'git',
    label: target,
    notes: [...notes, 'the repository has no commit'],
    entries: [],
    surroundings: surroundingsOf(repository),
    open: async (path) => {
      throw new AbsentContent(path, 'the repository has no commit');
    },
    keep: (parts) => scratch.keep(parts),
    close: () => closeAll(objects, scratch),
  };
}

async function openWorkTree({ target, repository, objects, notes }: Opening): Promise<SourceTree> {
  const folder = resolve(target);
  const marks = await marksOrNote(repository, notes);
  const files = await listDirectory(folder, (entries) => markEntries(entries, marks, notes));
  const head = await resolveRevision(repository, objects, ['HEAD']);
  await objects.close();
  const scratch = new Scratch();
  return {
    ...(await identityOf(target, repository)),
    kind: 'directory',
    label: target,
    ...(head && { head: head.commit }),
    notes: [...notes, ...files.notes],
    entries: files.entries,
    surroundings: surroundingsOf(repository),
    open: files.open,
    keep: (parts) => scratch.keep(parts),
    close: () => scratch.close(),
  };
}

async function closeAll(objects: ObjectReader, scratch: Scratch): Promise<void> {
  await objects.close();
  await scratch.close();
}

const markEntries = (entries: TreeEntry[], marks: GitMarks | null, notes: string[]): void => {
  if (marks) notes.push(...applyGitMarks(entries, marks));
};

/** A repository that git refuses (a newer layout, a damaged index) still has files. */
async function marksOrNote(repository: Repository, notes: string[]): Promise<GitMarks | null> {
  try {
    return await readGitMarks(repository);
  } catch (error) {
    if (!(error instanceof GitFailure) || error.code !== 'refused') throw error;
    notes.push(`git cannot say which files it ignores: ${error.message}`);
    return null;
  }
}

function surroundingsOf(repository: Repository) {
  const { workTree, prefix, commonDir } = repository;
  return openSurroundings({
    commonDir,
    ...(workTree !== undefined && {
      top: workTree,
      folder: prefix === '' ? workTree : join(workTree, prefix),
      marks: () => readGitMarks(repository),
    }),
  });
}

/** The repository's name and, where it is fit for strangers, the address of `origin`. */
async function identityOf(target: string, repository: Repository): Promise<{ origin?: string; name: string }> {
  const folder = lastSegment(repository.workTree === undefined ? repository.gitDir : resolve(target));
  const path = join(repository.commonDir, 'config');
  if ((await kindOf(path)) !== 'file') return { name: folder };
  try {
    const out = await runGit(repository, [
      'config',
      '--file',
      path,
      '--no-includes',
      '-z',
      '--get',
      'remote.origin.url',
    ]);
    const address = out.toString('utf8').split('\0', 1)[0] as string;
    const origin = publicAddress(address);
    return { ...(origin !== undefined && { origin }), name: lastSegment(address) || folder };
  } catch (error) {
    // Without the key git exits with 1 and says nothing.
    if (error instanceof GitFailure && error.code === 'refused') return { name: folder };
    throw error;
  }
}

async function shallowNote(repository: Repository): Promise<string[]> {
  const shallow = (await kindOf(join(repository.commonDir, 'shallow'))) === 'file';
  return shallow ? ['the clone is shallow: earlier history is not here'] : [];
}
