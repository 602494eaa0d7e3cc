import type { ByteSource } from '../../bytes/source.js';
import type { BagProblem } from './problem.js';

/** A file of a bag, wherever the bag lies. */
export interface BagFile {
  size: number;
  /** The content in order, read once and held to its declared size. Throws FormatError where it cannot be had. */
  chunks(): AsyncIterable<Uint8Array>;
  /** The content by ranges: for the models and crates inside. */
  open(): Promise<ByteSource>;
}

/** A bag as files by path, from a zip or a folder. */
export interface BagContents {
  /** Path relative to where bagit.txt lies. */
  files: ReadonlyMap<string, BagFile>;
  /** What is wrong with the container itself. */
  problems: readonly BagProblem[];
  close(): Promise<void>;
}

/** Where bagit.txt lies: at the top ('') or in the one top folder (`name/`); null where it is nowhere. */
export function baseOf(paths: Iterable<string>): string | null {
  const all = [...paths];
  if (all.includes('bagit.txt')) return '';
  const tops = new Set(all.map((path) => path.slice(0, path.indexOf('/') + 1)));
  const [top] = tops;
  return tops.size === 1 && top !== undefined && top !== '' && all.includes(`${top}bagit.txt`) ? top : null;
}
