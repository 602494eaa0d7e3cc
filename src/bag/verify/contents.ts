import type { Digests, PassOptions } from '../../bytes/pass.js';
import type { ByteSource } from '../../bytes/source.js';
import { escapes } from '../../containers/zip.js';
import type { BagProblem } from './problem.js';

/** A file of a bag, wherever the bag lies. */
export interface BagFile {
  size: number;
  /**
   * Passes the content once, held to its declared size, and tells what its container says against it. Throws FormatError
   * where it cannot be had.
   */
  pass(options: PassOptions): Promise<{ digests: Digests; problems: BagProblem[] }>;
  /** The content by ranges: for the models and crates inside. */
  open(): Promise<ByteSource>;
}

/** A bag as files by path, from a zip, a tar or a folder. */
export interface BagContents {
  container: 'zip' | 'tar' | 'folder';
  /** '' or the one top folder (`name/`) that the bag lies in. */
  base: string;
  /** Path relative to where bagit.txt lies. */
  files: ReadonlyMap<string, BagFile>;
  /** Folders that the container lists as such, `name/`; others are known by their files alone. */
  folders: ReadonlySet<string>;
  /** What is wrong with the container itself. */
  problems: readonly BagProblem[];
  close(): Promise<void>;
}

/** What the bag is about: the files below `data/`. */
export const payloadOf = ({ files }: BagContents): BagFile[] =>
  [...files].filter(([path]) => path.startsWith('data/')).map(([, file]) => file);

/** Where a bag begins, or a crate that lies in none. */
export interface Base {
  kind: 'bag' | 'crate';
  /** '' or `name/`. */
  folder: string;
}

/** What tells one, the surest first: where only bagit.txt was lost, a manifest still does. */
const MARKS: readonly { kind: Base['kind']; mark: RegExp }[] = [
  { kind: 'bag', mark: /^bagit\.txt$/ },
  { kind: 'bag', mark: /^manifest-[A-Za-z0-9_-]+\.txt$/ },
  { kind: 'crate', mark: /^ro-crate-metadata\.json(?:ld)?$/ },
];
/** What macOS adds to zips beside their content. */
const STRAY_TOP = '__MACOSX/';

/** The bag begins at the top or in the one top folder; null where there is neither bag nor crate. */
export function baseOf(paths: Iterable<string>): Base | null {
  // Names that lead elsewhere are told by whoever read them; the rest is looked at all the same.
  const all = [...paths].filter((path) => !escapes(path));
  const tops = new Set(all.map((path) => path.slice(0, path.indexOf('/') + 1)));
  tops.delete(STRAY_TOP);
  const [only = ''] = tops;
  const candidates = tops.size === 1 && only !== '' ? ['', only] : [''];
  for (const { kind, mark } of MARKS) {
    const folder = candidates.find((top) =>
      all.some((path) => path.startsWith(top) && mark.test(path.slice(top.length))),
    );
    if (folder !== undefined) return { kind, folder };
  }
  return null;
}
