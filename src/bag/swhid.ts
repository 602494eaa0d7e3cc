import type { Audit } from '../audit.js';
import type { CollectedFile } from '../collect/collection.js';

/** Software Heritage identifiers (SWHID 1.2, ISO/IEC 18670) of what was tagged; computed from git's objects, never from files. */
export interface Swhids {
  /** Of the release: the annotated tag, the commit, the tree; qualified by the repository's address. */
  release: string[];
  /** Of a file whose packed bytes are those of git's object, by path in the repository. */
  files: ReadonlyMap<string, string>;
}

/** SWHIDs name SHA-1 objects; git's newer ones have none. */
const isSha1 = (id: string | undefined): id is string => id !== undefined && /^[0-9a-f]{40}$/.test(id);

export function swhidsOf({ collection }: Audit, repositoryUrl: string | undefined): Swhids {
  const { revision, entries } = collection.tree;
  if (!revision || !isSha1(revision.commit)) return { release: [], files: new Map() };
  const origin = repositoryUrl ? `;origin=${repositoryUrl}` : '';
  // A tree with a submodule has no identifier: it names a commit that lies elsewhere.
  const hasSubmodule = entries.some(({ kind }) => kind === 'submodule');
  const tree = isSha1(revision.tree) && !hasSubmodule ? `swh:1:dir:${revision.tree}` : undefined;
  const release = [
    ...(isSha1(revision.tagObject) ? [`swh:1:rel:${revision.tagObject}`] : []),
    `swh:1:rev:${revision.commit}`,
    ...(tree ? [tree] : []),
  ];
  const files = new Map<string, string>();
  for (const file of collection.files) {
    if (!isOfGit(file)) continue;
    const anchor = tree ? `;anchor=${tree};path=/${qualified(file.path)}` : '';
    files.set(file.path, `swh:1:cnt:${file.entry.blob}${origin}${anchor}`);
  }
  return { release: release.map((core) => `${core}${origin}`), files };
}

/** The archive of Software Heritage has the pointer of a file that lies in LFS, and nothing of one that lies in no commit. */
const isOfGit = ({ from, entry }: CollectedFile): boolean => from === undefined && isSha1(entry.blob);

/** Qualifiers end at `;`, and `%` begins an escape. */
const qualified = (path: string): string =>
  encodeURI(path).replaceAll(';', '%3B').replaceAll('#', '%23').replaceAll('?', '%3F');
