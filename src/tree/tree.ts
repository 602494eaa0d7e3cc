import type { OpenByteSource } from '../bytes/source.js';

/** One path of a tree, whatever the tree is made of. */
export interface TreeEntry {
  /** Relative to the tree, `/` separated, as stored (not normalized). */
  path: string;
  kind: 'file' | 'symlink' | 'submodule' | 'other';
  /** Bytes; 0 where unknown. */
  size: number;
  executable: boolean;
  /** Git blob id, where the tree is made of git objects. */
  blob?: string;
  /** Target text of a symbolic link, as stored. */
  target?: string;
  /** The content cannot be had, and why: a blob missing from a shallow or partial clone, no permission … */
  absent?: string;
  /** Of a directory in git: not tracked (present only because it lies in the work tree), or ignored by `.gitignore`. */
  untracked?: boolean;
  ignored?: boolean;
}

/** Where a tree stands in history; absent outside of git. */
export interface Revision {
  commit: string;
  tag?: string;
  /** Git tree id of the directory that the tree shows. */
  tree: string;
  /** Tagger date of an annotated tag, else commit date; seconds since 1970. */
  time: number;
  /** Id of the annotated tag object. */
  tagObject?: string;
}

/** A set of files to read from: a directory, a git revision, a bag. Never written to. */
export interface SourceTree {
  kind: 'directory' | 'git' | 'zip';
  /** For messages: a path or `path@tag`. */
  label: string;
  /** Name of the repository where the tree itself knows it: last segment of `origin`, folder name. */
  name: string;
  /** Remote `origin` without credentials. */
  origin?: string;
  revision?: Revision;
  /** Remarks for the report: the tag was not found, the clone is shallow, the work tree differs from the tag. */
  notes: string[];
  /** Every path, sorted by UTF-8 bytes. `.git` is never among them. */
  entries: readonly TreeEntry[];
  /** Opens a file's content. Rejects with FormatError or a system error where it cannot be had. */
  open(path: string): Promise<OpenByteSource>;
  close(): Promise<void>;
}
