import type { Algorithm } from '../../bytes/digest-threads.js';
import { escapes } from '../../containers/zip.js';
import { LONGEST_PATH } from './bag-limits.js';
import { ListedDigests, type PathDigests } from './listed-digests.js';
import { plainPath } from './plain-path.js';
import { type BagProblem, FileProblems } from './problem.js';
import { numberedLines } from './tag-text.js';

/** Algorithms by their names in manifests, and the length of their digests in hexadecimal. */
const ALGORITHMS: Readonly<Record<string, { hash: Algorithm; digits: number }>> = {
  md5: { hash: 'md5', digits: 32 },
  sha1: { hash: 'sha1', digits: 40 },
  sha224: { hash: 'sha224', digits: 56 },
  sha256: { hash: 'sha256', digits: 64 },
  sha384: { hash: 'sha384', digits: 96 },
  sha512: { hash: 'sha512', digits: 128 },
  sha3224: { hash: 'sha3-224', digits: 56 },
  sha3256: { hash: 'sha3-256', digits: 64 },
  sha3384: { hash: 'sha3-384', digits: 96 },
  sha3512: { hash: 'sha3-512', digits: 128 },
  // As Python calls them, and as OpenSSL does.
  blake2b: { hash: 'blake2b512', digits: 128 },
  blake2b512: { hash: 'blake2b512', digits: 128 },
  blake2s: { hash: 'blake2s256', digits: 64 },
  blake2s256: { hash: 'blake2s256', digits: 64 },
};

/** Paths that all manifests of a bag and fetch.txt may list together: all files by each algorithm, or as many that are not there. */
const mostEntries = (files: number): number => Math.max(2_000_000, files * (Object.keys(ALGORITHMS).length + 2));

export interface Manifest {
  /** `manifest-sha256.txt` */
  file: string;
  /** Algorithm of node:crypto; null where we have none. */
  hash: Algorithm | null;
  /** Of an algorithm that we do not have only the paths count. */
  entries: PathDigests;
}

/** How lists of a bag are read. */
export interface Listing {
  /** Of BagIt. */
  version: string;
  /** Paths that may still be listed; counted down, so that one is shared by all lists of a bag. */
  room: number;
  /** The paths of the bag: a list shares them, and keeps none of its text. */
  paths: ReadonlyMap<string, string>;
}

/** For a bag with these files. */
export function listing(version = '1.0', files: Iterable<string> = []): Listing {
  const paths = new Map<string, string>();
  for (const path of files) paths.set(path, path);
  return { version, room: mostEntries(paths.size), paths };
}

const MANIFEST_NAMES = {
  manifest: /^manifest-[A-Za-z0-9_-]+\.txt$/,
  tagmanifest: /^tagmanifest-[A-Za-z0-9_-]+\.txt$/,
};

/** Names of manifests among `paths`, payload manifests or tag manifests, sorted as given. */
export function manifestNames(paths: Iterable<string>, prefix: keyof typeof MANIFEST_NAMES): string[] {
  return [...paths].filter((path) => MANIFEST_NAMES[prefix].test(path));
}

/**
 * Parses a manifest (RFC 8493, 2.1.3 and 2.2.1); lines that are none, paths that leave the bag and repeated paths are problems.
 * Before 1.0 a path may be repeated with the same digest.
 */
export function parseManifest(file: string, text: string, problems: BagProblem[], reading = listing()): Manifest {
  const wrong = new FileProblems(file, problems);
  const [, prefix = '', written = ''] = /^((?:tag)?manifest-)(.+)\.txt$/.exec(file) ?? [];
  // RFC 8493, 2.4. Before, some tools called algorithms as Python does: `sha3_256`.
  const name = written.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (name !== written && reading.version === '1.0') wrong.tell('manifest', `the name ${prefix}${name}.txt`, file);
  const { hash = null, digits = null } = (Object.hasOwn(ALGORITHMS, name) && ALGORITHMS[name]) || {};
  if (!hash) wrong.tell('unsupported-algorithm', `one of ${Object.keys(ALGORITHMS).join(', ')}`, name);
  const isTags = file.startsWith('tagmanifest-');
  const entries = new ListedDigests(digits ?? 0);
  for (const [number, line] of numberedLines(text)) {
    if (wrong.isFull() || !hasRoom(reading, wrong)) break;
    // Some tools write `*` before the path, as md5sum does for binary files.
    const parts = /^([0-9a-fA-F]+)[ \t]+\*?(.+)$/s.exec(line);
    const path = decodePath(parts?.[2] ?? '', reading);
    const digest = (parts?.[1] ?? '').toLowerCase();
    const tell = (kind: BagProblem['kind'], expected: string, found = JSON.stringify(path)): void =>
      wrong.tell(kind, expected, `line ${number}: ${found}`);
    if (!parts || (digits !== null && digest.length !== digits))
      tell('manifest', 'a digest and a path', JSON.stringify(line.slice(0, 120)));
    else if (isTooLong(path)) tell('resource-limit', TOO_LONG, `${path.length}`);
    else if (leavesBag(path)) tell('path-escape', 'a path inside the bag');
    else if (path.startsWith('data/') === isTags)
      tell('manifest', isTags ? 'a path outside of data/' : 'a path below data/');
    else if (entries.has(path) && (reading.version === '1.0' || entries.get(path) !== digest))
      tell('manifest', 'every path once', `${JSON.stringify(path)} again`);
    else entries.set(reading.paths.get(path) ?? path, digest);
  }
  return { file, hash, entries };
}

/** Counts a line that is about to be read. */
function hasRoom(reading: Listing, wrong: FileProblems): boolean {
  if (reading.room-- > 0) return true;
  wrong.tell('resource-limit', 'fewer lines in all manifests together', 'more: the rest was not read');
  return false;
}

/** Where a file can be fetched; its length is null where fetch.txt does not say it. */
export interface FetchEntry {
  url: string;
  length: number | null;
}

/**
 * Entries of fetch.txt (RFC 8493, 2.2.3) by path: `url length path`. A repeated path is a problem: nobody knows which line counts.
 * Before 1.0 a line may be repeated as it is.
 */
export function parseFetch(text: string, problems: BagProblem[], reading = listing()): Map<string, FetchEntry> {
  const entries = new Map<string, FetchEntry>();
  const wrong = new FileProblems('fetch.txt', problems);
  for (const [number, line] of numberedLines(text)) {
    if (wrong.isFull() || !hasRoom(reading, wrong)) break;
    const [matched, url = '', size = '', written = ''] = /^(\S+)[ \t]+(\d+|-)[ \t]+(.+)$/s.exec(line) ?? [];
    const path = decodePath(written, reading);
    const length = size === '-' ? null : Number(size);
    const tell = (kind: BagProblem['kind'], expected: string, found = JSON.stringify(path)): void =>
      wrong.tell(kind, expected, `line ${number}: ${found}`);
    const before = entries.get(path);
    const isSame = before?.url === url && before.length === length;
    if (matched === undefined) tell('manifest', 'a URL, a length and a path', JSON.stringify(line.slice(0, 120)));
    else if (isTooLong(path)) tell('resource-limit', TOO_LONG, `${path.length}`);
    else if (leavesBag(path) || !path.startsWith('data/')) tell('path-escape', 'a path below data/');
    else if (length !== null && !Number.isSafeInteger(length))
      tell('manifest', 'a length that a file can have', size.slice(0, 120));
    else if (before && (reading.version === '1.0' || !isSame))
      tell('manifest', 'every path once', `${JSON.stringify(path)} again`);
    else {
      if (!ABSOLUTE.test(url)) tell('manifest', 'an absolute URL', JSON.stringify(url.slice(0, 120)));
      entries.set(path, { url, length });
    }
  }
  return entries;
}

/** RFC 3986, 4.3: with a scheme. */
const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:./;

/** CR, LF and `%` are percent-encoded, those and only those; before 1.0 nobody encoded the `%` itself, whose turn is last. */
function decodePath(path: string, { version }: Listing): string {
  const decoded = path.replace(/%0[Aa]/g, '\n').replace(/%0[Dd]/g, '\r');
  return plainPath(version === '1.0' ? decoded.replaceAll('%25', '%') : decoded);
}

const TOO_LONG = `a path of at most ${LONGEST_PATH} characters`;
const isTooLong = (path: string): boolean => path.length > LONGEST_PATH;

const leavesBag = (path: string): boolean => escapes(path) || /^~|\0/.test(path);
