import { FormatError } from '../bytes/format-error.js';
import { memorySource, type OpenByteSource } from '../bytes/source.js';
import { AbsentContent } from './absent.js';
import type { ObjectReader } from './blobs.js';
import { GitFailure, runGit } from './git.js';
import { count, isStray, listing, nameFromBytes } from './listing.js';
import type { Repository } from './repository.js';
import type { Scratch } from './scratch.js';
import type { TreeEntry } from './tree.js';

/** Blobs up to this size are held in memory while they are open, larger ones on disk until the tree is closed. */
const MEMORY_BLOB = 8 * 1024 * 1024;
/** No system allows longer targets of links. */
const TARGET_BYTES = 4096;

const MISSING = 'git has the name of this file but not its content (shallow or partial clone, or a damaged repository)';

/** Entries of a git tree object, recursively, and how their content is opened. */
export interface GitFiles {
  entries: TreeEntry[];
  notes: string[];
  open(path: string): Promise<OpenByteSource>;
}

/** Lists the files below a git tree object. Content always comes from objects: line-ending settings do not matter. */
export async function listGitTree(
  repository: Repository,
  tree: string,
  objects: ObjectReader,
  scratch: Scratch,
): Promise<GitFiles> {
  const parsed = await listEntries(repository, tree);
  const usable = parsed.filter((entry) => !isStray(entry.path));
  const { entries, notes } = listing(usable);
  if (usable.length < parsed.length)
    notes.push(
      `${count(parsed.length - usable.length, 'path')} of the git tree would lead out of it and ${parsed.length - usable.length === 1 ? 'is' : 'are'} left out`,
    );
  for (const entry of entries) if (entry.kind === 'symlink') await readTarget(entry, objects);
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const large = new Map<string, Promise<OpenByteSource>>();
  return {
    entries,
    notes,
    async open(path) {
      const entry = byPath.get(path);
      if (entry?.kind !== 'file' || entry.blob === undefined)
        throw new FormatError(
          'unsupported',
          `expected a file at ${JSON.stringify(path)}, found ${entry?.kind ?? 'nothing'}`,
        );
      if (entry.absent !== undefined) throw new AbsentContent(path, entry.absent);
      const blob = entry.blob;
      if (entry.size <= MEMORY_BLOB) return openSmall(path, blob, objects);
      const kept = large.get(blob) ?? keepLarge(path, blob, objects, scratch);
      large.set(blob, kept);
      return kept;
    },
  };
}

async function openSmall(path: string, blob: string, objects: ObjectReader): Promise<OpenByteSource> {
  const found = await objects.bytes(blob);
  if (!found) throw new AbsentContent(path, MISSING);
  return { ...memorySource(found.bytes), close: async () => {} };
}

async function keepLarge(path: string, blob: string, objects: ObjectReader, scratch: Scratch): Promise<OpenByteSource> {
  const source = await objects.read(blob, (_, body) => scratch.keep(body));
  if (!source) throw new AbsentContent(path, MISSING);
  return source;
}

async function readTarget(entry: TreeEntry, objects: ObjectReader): Promise<void> {
  if (entry.absent !== undefined || entry.size > TARGET_BYTES) return;
  const found = await objects.bytes(entry.blob as string);
  if (found) entry.target = nameFromBytes(found.bytes);
  else entry.absent = MISSING;
}

async function listEntries(repository: Repository, tree: string): Promise<TreeEntry[]> {
  try {
    return parseListing(await runGit(repository, ['ls-tree', '-r', '-z', '-l', '--full-tree', tree]));
  } catch (error) {
    if (!(error instanceof GitFailure) || error.code !== 'refused') throw error;
    return listPartial(repository, tree);
  }
}

/**
 * Lists a tree of a partial clone. Git dies when it is asked for the size of a blob that it may not fetch, so it is first
 * asked which ones it lacks.
 */
async function listPartial(repository: Repository, tree: string): Promise<TreeEntry[]> {
  const entries = parseListing(await runGit(repository, ['ls-tree', '-r', '-z', '--full-tree', tree]));
  const reachable = await runGit(repository, ['rev-list', '--objects', '--missing=print', tree]);
  const missing = new Set([...reachable.toString('latin1').matchAll(/^\?([0-9a-f]+)/gm)].map((found) => found[1]));
  const present = entries.filter((entry) => entry.kind !== 'submodule' && !missing.has(entry.blob));
  const asked = present.map((entry) => `${entry.blob}\n`).join('');
  const told = await runGit(repository, ['cat-file', '--batch-check=%(objectsize)'], { input: Buffer.from(asked) });
  for (const [i, size] of told.toString('latin1').trimEnd().split('\n').entries()) {
    const entry = present[i];
    if (!entry || !/^[0-9]+$/.test(size)) continue;
    entry.size = Number(size);
    delete entry.absent;
  }
  return entries;
}

/** `<mode> SP <type> SP <id> SP+ <size> TAB <path> NUL`; the size of a missing blob is BAD, of a submodule `-`, and may be left out. */
function parseListing(out: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < out.length; ) {
    const end = out.indexOf(0, at);
    const tab = out.indexOf(0x09, at);
    const [mode, type, id, size] = out.toString('latin1', at, tab).split(/ +/) as [string, string, string, string?];
    const bytes = size !== undefined && /^[0-9]+$/.test(size);
    entries.push({
      path: nameFromBytes(out.subarray(tab + 1, end)),
      kind: type === 'commit' ? 'submodule' : mode === '120000' ? 'symlink' : type === 'blob' ? 'file' : 'other',
      size: bytes ? Number(size) : 0,
      executable: mode === '100755',
      blob: id,
      ...(!bytes && type !== 'commit' && { absent: MISSING }),
    });
    at = end + 1;
  }
  return entries;
}
