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
/** Content that belongs to a tree without lying in it: what git keeps elsewhere, or does not keep at all. */
export interface Surroundings {
    /** Files of the work tree that git does not track, by paths of the tree; none in a bare repository. */
    untracked(): Promise<readonly TreeEntry[]>;
    /** The file of the work tree at a path of the tree, links not followed; null where there is none. */
    workTree(path: string): Promise<OpenByteSource | null>;
    /** Content in the local Git LFS store by its SHA-256, not yet verified; null where it was never fetched. */
    lfs(sha256: string): Promise<OpenByteSource | null>;
    /** Content in the local DVC cache by its MD5, not yet verified; null where it was never pulled. */
    dvc(md5: string): Promise<OpenByteSource | null>;
}
/** A set of files to read from: a directory, a git revision, a bag. Never written to. */
export interface SourceTree {
    kind: 'directory' | 'git' | 'zip' | 'tar';
    /** For messages: a path or `path@tag`. */
    label: string;
    /** Name of the repository where the tree itself knows it: last segment of `origin`, folder name. */
    name: string;
    /** Remote `origin` without credentials. */
    origin?: string;
    revision?: Revision;
    /** Commit that is checked out where a directory of a git repository is shown as it lies, so that `revision` is absent. */
    head?: string;
    /** Absent for a zip or tar. */
    surroundings?: Surroundings;
    /** Remarks for the report: the tag was not found, the clone is shallow, the work tree differs from the tag. */
    notes: string[];
    /** Every path, sorted by UTF-8 bytes. `.git` is never among them. */
    entries: readonly TreeEntry[];
    /** Opens a file's content. Rejects with FormatError or a system error where it cannot be had. */
    open(path: string): Promise<OpenByteSource>;
    /** Keeps bytes until the tree is closed, on disk and readable by nobody else; closing what is handed out is not needed. */
    keep(parts: AsyncIterable<Uint8Array>): Promise<OpenByteSource>;
    /** Ends processes and deletes what was kept. */
    close(): Promise<void>;
}
