import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { append } from '../../bytes/append.js';
import { openFile } from '../../bytes/file-source.js';
import { FormatError } from '../../bytes/format-error.js';
import type { Limits } from '../../bytes/limits.js';
import type { OpenByteSource } from '../../bytes/source.js';
import { recognizeCompression } from '../../containers/compression.js';
import { isTarHeader } from '../../containers/tar.js';
import { UsageError } from '../../usage-error.js';
import { BAG_LIMITS, LONGEST_PATH } from './bag-limits.js';
import { blockSource } from './block-source.js';
import { compressedContents } from './compressed-contents.js';
import { type BagContents, type BagFile, type Base, baseOf } from './contents.js';
import { folderContents, folderFile } from './folder-contents.js';
import { plainPath } from './plain-path.js';
import { type BagProblem, problem, splitMessage } from './problem.js';
import { tarContents } from './tar-contents.js';
import { zipContents } from './zip-contents.js';

/** A bag or crate whose files can be read, or why there is none. */
export type OpenedBag = { contents: BagContents; kind: Base['kind'] } | { problems: readonly BagProblem[] };

/** Opens a bag's files by their path in the bag; null where there is no bag. For readers of what lies inside. */
export async function openBagContents(path: string, limits: Limits = BAG_LIMITS): Promise<BagContents | null> {
  const opened = await openBag(path, limits);
  return 'problems' in opened ? null : opened.contents;
}

/** Opens what lies at `path`. Throws UsageError where it cannot be read at all. */
export async function openBag(path: string, limits: Limits): Promise<OpenedBag> {
  const contents = await openContainer(path, limits);
  if ('file' in contents) return { problems: [contents] };
  const unpacked = unpackedFiles(contents);
  const base = baseOf(unpacked.files.keys());
  if (base === null) {
    await contents.close();
    const nothing = problem('bagit.txt', 'not-a-bag', 'bagit.txt at the top or in one top folder', 'none');
    return { problems: contents.problems.length > 0 ? contents.problems : [nothing] };
  }
  const problems = [...contents.problems, ...unpacked.problems];
  const files = new Map<string, BagFile>();
  for (const [place, file] of unpacked.files) {
    if (!place.startsWith(base.folder)) continue;
    const name = place.slice(base.folder.length);
    if (name.length <= LONGEST_PATH) files.set(name, file);
    else problems.push(tooLong(name));
  }
  const folders = new Set<string>();
  for (const folder of contents.folders) {
    const place = plainPath(folder);
    if (place.startsWith(base.folder)) folders.add(place.slice(base.folder.length));
  }
  append(problems, nameProblems(files, folders));
  return { contents: { ...contents, base: base.folder, files, folders, problems }, kind: base.kind };
}

/** Files by the names that they have once unpacked. One that would then overwrite another is told: digests are of either. */
function unpackedFiles({ container, files }: BagContents): Pick<BagContents, 'files' | 'problems'> {
  // Nearly every bag has no other names.
  if (areAsUnpacked(container, files.keys())) return { files, problems: [] };
  const unpacked = new Map<string, BagFile>();
  const problems: BagProblem[] = [];
  const taken = new Set<string>();
  for (const [name, file] of files) {
    const plain = plainPath(name);
    // Windows, and Info-ZIP for archives from there, take `\` for `/`; what lies in a folder needs no unpacking.
    const place = container === 'folder' || !plain.includes('\\') ? plain : plainPath(plain.replaceAll('\\', '/'));
    if (taken.has(place)) {
      const again = `${JSON.stringify(place)} again`;
      problems.push(problem(name, 'duplicate-member', 'another name than other members have once unpacked', again));
    } else unpacked.set(plain, file);
    taken.add(place);
  }
  return { files: unpacked, problems };
}

function areAsUnpacked(container: BagContents['container'], names: Iterable<string>): boolean {
  for (const name of names)
    if (plainPath(name) !== name || (container !== 'folder' && name.includes('\\'))) return false;
  return true;
}

const tooLong = (name: string): BagProblem =>
  problem(`${name.slice(0, 80)}…`, 'resource-limit', `a path of at most ${LONGEST_PATH} characters`, `${name.length}`);

/** Names that cannot all be files of one folder. */
function* nameProblems(files: ReadonlyMap<string, BagFile>, folders: ReadonlySet<string>): Generator<BagProblem> {
  const both = new Set<string>();
  for (const folder of folders) if (files.has(folder.slice(0, -1))) both.add(folder.slice(0, -1));
  for (const name of files.keys())
    for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1))
      if (files.has(name.slice(0, at))) both.add(name.slice(0, at));
  for (const name of both) yield problem(name, 'duplicate-member', 'a file or a folder', 'both');
}

async function openContainer(path: string, limits: Limits): Promise<BagContents | BagProblem> {
  try {
    const what = await stat(path);
    if (what.isDirectory()) return await folderContents(path, limits);
    // Opening a pipe would wait for a writer.
    if (!what.isFile()) return problem('', 'not-a-bag', FORMS, 'a special file');
    if (DETACHED_CRATE.test(basename(path))) return await detachedCrate(path);
    const source = await openFile(path);
    try {
      return await openArchive(source, limits);
    } catch (error) {
      await source.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof FormatError) return archiveProblem(error);
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new UsageError(
      `expected a readable bag at ${path}, found ${code === 'ENOENT' ? 'nothing' : code}`,
      `Give the path of a bag: ${FORMS}.`,
      {
        cause: error,
      },
    );
  }
}

const FORMS = 'a zip, a tar (compressed or not) or a folder';
const HEAD_BYTES = 512;

async function openArchive(source: OpenByteSource, limits: Limits): Promise<BagContents> {
  const head = await source.read(0, Math.min(source.size, HEAD_BYTES));
  if (isTarHeader(head)) return tarContents(blockSource(source), limits);
  const compression = recognizeCompression(head);
  if (compression !== null) return compressedContents(compression, source, limits);
  try {
    return await zipContents(blockSource(source), limits);
  } catch (error) {
    const isNone = error instanceof FormatError && error.code === 'invalid-structure' && !isZipStart(head);
    throw isNone ? new FormatError('invalid-structure', `expected ${FORMS}, found another file`) : error;
  }
}

const isZipStart = (head: Uint8Array): boolean => head[0] === 0x50 && head[1] === 0x4b;

/** A crate that was published by itself: its descriptor has a name before the usual one, and what it describes lies in the web. */
const DETACHED_CRATE = /.-ro-crate-metadata\.json$/;

const detachedCrate = async (path: string): Promise<BagContents> => ({
  container: 'folder',
  base: '',
  files: new Map([['ro-crate-metadata.json', await folderFile(path)]]),
  folders: new Set(),
  problems: [],
  async close() {},
});

function archiveProblem({ code, message }: FormatError): BagProblem {
  const kind = code === 'resource-limit' ? 'resource-limit' : code === 'truncated' ? 'zip-structure' : 'not-a-bag';
  return problem('', kind, ...splitMessage(message));
}
