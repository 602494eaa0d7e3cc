import type { Algorithm } from '../../bytes/digest-threads.js';
import { escapes } from '../../containers/zip.js';
import { type BagProblem, problem } from './problem.js';

/** Algorithms, and the length of their digests in hexadecimal. */
const DIGITS: Readonly<Record<Algorithm, number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
};

export interface Manifest {
  /** `manifest-sha256.txt` */
  file: string;
  /** Algorithm of node:crypto; null where we have none. */
  hash: Algorithm | null;
  /** Path → digest in lower case. */
  entries: Map<string, string>;
}

/** Names of manifests among `paths`, payload manifests or tag manifests, sorted as given. */
export function manifestNames(paths: Iterable<string>, prefix: 'manifest' | 'tagmanifest'): string[] {
  return [...paths].filter((path) => new RegExp(`^${prefix}-[A-Za-z0-9_-]+\\.txt$`).test(path));
}

/**
 * Parses a manifest (RFC 8493, 2.1.3 and 2.2.1); lines that are none, paths that leave the bag and repeated paths are problems.
 * Before 1.0 a path may be repeated with the same digest.
 */
export function parseManifest(file: string, text: string, problems: BagProblem[], version = '1.0'): Manifest {
  const name = /-([^-]+)\.txt$/.exec(file)?.[1]?.toLowerCase() ?? '';
  const algorithm = Object.hasOwn(DIGITS, name) ? (name as Algorithm) : null;
  if (!algorithm)
    problems.push(problem(file, 'unsupported-algorithm', `one of ${Object.keys(DIGITS).join(', ')}`, name));
  const isTags = file.startsWith('tagmanifest-');
  const entries = new Map<string, string>();
  for (const [i, line] of lines(text).entries()) {
    // Some tools write `*` before the path, as md5sum does for binary files, or `./`.
    const parts = /^([0-9a-fA-F]+)[ \t]+\*?(?:\.\/)?(.+)$/s.exec(line);
    const path = decodePath(parts?.[2] ?? '');
    const where = `line ${i + 1}`;
    if (!parts || (algorithm && parts[1]?.length !== DIGITS[algorithm])) {
      problems.push(
        problem(file, 'manifest', 'a digest and a path', `${where}: ${JSON.stringify(line.slice(0, 120))}`),
      );
    } else if (leavesBag(path)) {
      problems.push(problem(file, 'path-escape', 'a path inside the bag', `${where}: ${JSON.stringify(path)}`));
    } else if (path.startsWith('data/') === isTags) {
      problems.push(
        problem(
          file,
          'manifest',
          isTags ? 'a path outside of data/' : 'a path below data/',
          `${where}: ${JSON.stringify(path)}`,
        ),
      );
    } else if (entries.has(path) && (version === '1.0' || entries.get(path) !== (parts[1] ?? '').toLowerCase())) {
      problems.push(problem(file, 'manifest', 'every path once', `${where}: ${JSON.stringify(path)} again`));
    } else {
      entries.set(path, (parts[1] ?? '').toLowerCase());
    }
  }
  return { file, hash: algorithm, entries };
}

/** Where a file can be fetched; its length is null where fetch.txt does not say it. */
export interface FetchEntry {
  url: string;
  length: number | null;
}

/** Entries of fetch.txt (RFC 8493, 2.2.3) by path: `url length path`. */
export function parseFetch(text: string, problems: BagProblem[]): Map<string, FetchEntry> {
  const entries = new Map<string, FetchEntry>();
  for (const [i, line] of lines(text).entries()) {
    const parts = /^(\S+)[ \t]+(\d+|-)[ \t]+(?:\.\/)?(.+)$/s.exec(line);
    const path = decodePath(parts?.[3] ?? '');
    if (!parts) {
      problems.push(
        problem(
          'fetch.txt',
          'manifest',
          'a URL, a length and a path',
          `line ${i + 1}: ${JSON.stringify(line.slice(0, 120))}`,
        ),
      );
    } else if (leavesBag(path) || !path.startsWith('data/')) {
      problems.push(
        problem('fetch.txt', 'path-escape', 'a path below data/', `line ${i + 1}: ${JSON.stringify(path)}`),
      );
    } else {
      const [, url = '', length] = parts;
      entries.set(path, { url, length: length === '-' ? null : Number(length) });
    }
  }
  return entries;
}

const lines = (text: string): string[] => text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');

/** CR, LF and `%` are percent-encoded, those and only those. */
const decodePath = (path: string): string =>
  path.replace(/%(0[Aa]|0[Dd]|25)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const leavesBag = (path: string): boolean => escapes(path) || /^~|\0/.test(path);
