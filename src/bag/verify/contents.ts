import type { Digests, PassOptions } from '../../bytes/pass.js';
import type { ByteSource } from '../../bytes/source.js';
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
  /** What is wrong with the container itself. */
  problems: readonly BagProblem[];
  close(): Promise<void>;
}

/**
 * Where the bag begins: at the top ('') or in the one top folder (`name/`), by bagit.txt, or by a manifest where only
 * bagit.txt was lost; null where there is neither.
 */
export function baseOf(paths: Iterable<string>): string | null {
  const all = [...paths];
  const tops = [...new Set(all.map((path) => path.slice(0, path.indexOf('/') + 1)))];
  const candidates = tops.length === 1 && tops[0] ? ['', tops[0]] : [''];
  for (const mark of [/^bagit\.txt$/, /^manifest-[A-Za-z0-9_-]+\.txt$/]) {
    const base = candidates.find((top) =>
      all.some((path) => path.startsWith(top) && mark.test(path.slice(top.length))),
    );
    if (base !== undefined) return base;
  }
  return null;
}
