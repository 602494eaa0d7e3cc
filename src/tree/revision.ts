import { join } from 'node:path';
import { UsageError } from '../usage-error.js';
import type { ObjectReader } from './blobs.js';
import { GitFailure, runGit } from './git.js';
import { kindOf, type Repository } from './repository.js';
import type { Revision } from './tree.js';

/** A commit that a name stands for. `tree` is null where the commit does not have the repository's folder. */
export interface Named extends Omit<Revision, 'tree'> {
  tree: string | null;
  /** The reference or expression that was found. */
  name: string;
}

/** The revision that was asked for; absent where the files are to be read as they lie, with the reason in the notes. */
export interface Asked {
  revision?: Revision;
  notes: string[];
}

/** What a person asked for. Throws UsageError for a revision that names no commit, or one that contradicts the tag. */
export async function askedRevision(
  target: string,
  repository: Repository,
  objects: ObjectReader,
  { tag, revision }: { tag?: string; revision?: string },
): Promise<Asked> {
  const byTag = tag === undefined ? null : await resolveRevision(repository, objects, referencesOf(tag));
  if (revision === undefined) {
    if (tag === undefined) return { notes: [] };
    if (!byTag) return { notes: [`${tag} names no commit here${await shallowHint(repository)}; ${labeled(tag)}`] };
    if (byTag.tree === null) return { notes: [`${tag} does not have this folder; ${labeled(tag)}`] };
    return { revision: revisionOf(byTag, byTag.tree, tag), notes: remarks(byTag, tag) };
  }
  const named = await resolveRevision(repository, objects, [`refs/tags/${revision}`, revision]);
  if (!named)
    throw new UsageError(
      `${revision} names no commit of the repository of ${target}${await shallowHint(repository)}`,
      'Check the name, or fetch it first: "git fetch --tags", in a shallow clone "git fetch --unshallow --tags".',
    );
  if (byTag && byTag.commit !== named.commit)
    throw new UsageError(`the tag ${tag} and the revision ${revision} are different commits`, 'Leave out one of them.');
  if (named.tree === null)
    throw new UsageError(`${target} does not exist at ${revision}`, 'Name a folder that exists there.');
  const isTag = named.name === `refs/tags/${revision}`;
  return { revision: revisionOf(named, named.tree, tag ?? (isTag ? revision : undefined)), notes: [] };
}

const labeled = (tag: string): string => `the files are read as they are and only labeled ${tag}`;

async function shallowHint(repository: Repository): Promise<string> {
  const shallow = (await kindOf(join(repository.commonDir, 'shallow'))) === 'file';
  return shallow ? ' (the clone is shallow and may lack it)' : '';
}

const revisionOf = ({ commit, time, tagObject }: Named, tree: string, tag: string | undefined): Revision => ({
  commit,
  ...(tag !== undefined && { tag }),
  tree,
  time,
  ...(tagObject !== undefined && { tagObject }),
});

/** Names that are not tags are accepted and told. */
const remarks = ({ name, commit }: Named, tag: string): string[] =>
  name.startsWith('refs/tags/')
    ? []
    : [`${tag} is no tag; it is the ${name.startsWith('refs/') ? 'branch at commit' : 'commit'} ${commit}`];

/**
 * References that a tag's name may mean, best first: the tag itself, then what people pass as one. Expressions of
 * revision syntax and short hashes are not among them: `2024` must not find the commit that begins like it.
 */
export function referencesOf(tag: string): string[] {
  if (/[\s~^:?*[\\]|\.\.|@\{|^-|\/$|\.lock$/.test(tag)) return [];
  const full = /^([0-9a-f]{40}|[0-9a-f]{64}|HEAD)$/.test(tag) ? [tag] : [];
  return [`refs/tags/${tag}`, `refs/heads/${tag}`, `refs/remotes/origin/${tag}`, ...full];
}

/** The commit that the first of the names stands for; null where none does. */
export async function resolveRevision(
  repository: Repository,
  objects: ObjectReader,
  names: readonly string[],
): Promise<Named | null> {
  for (const name of names) {
    const object = await resolveObject(repository, name);
    const commit = object && (await resolveObject(repository, `${object}^{commit}`));
    if (!object || !commit) continue;
    // Two steps, since a file has no `^{tree}`.
    const found = await resolveObject(repository, `${commit}:${repository.prefix}`);
    const tree = found && (await resolveObject(repository, `${found}^{tree}`));
    const time = await timeOf(objects, object, commit);
    return { commit, tree, name, time, ...(object !== commit && { tagObject: object }) };
  }
  return null;
}

/** Object id that a revision names, or null. Whatever starts like an option is no revision. */
async function resolveObject(repository: Repository, name: string): Promise<string | null> {
  if (name === '' || name.startsWith('-') || name.includes('\0')) return null;
  try {
    const out = await runGit(repository, ['rev-parse', '--verify', '--quiet', name]);
    const id = out.toString('latin1').trim();
    return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(id) ? id : null;
  } catch (error) {
    if (error instanceof GitFailure && error.code === 'refused') return null;
    throw error;
  }
}

/** Tagger date of an annotated tag, else commit date; 0 where neither can be read. */
async function timeOf(objects: ObjectReader, object: string, commit: string): Promise<number> {
  for (const id of object === commit ? [commit] : [object, commit]) {
    const found = await objects.bytes(id);
    const header = (found?.bytes.toString('latin1') ?? '').split('\n\n', 1)[0] as string;
    const time = /^(?:tagger|committer) .*?> ([0-9]{1,12}) [+-][0-9]{4}$/m.exec(header);
    if (time) return Number(time[1]);
  }
  return 0;
}
