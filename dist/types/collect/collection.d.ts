import type { SourceTree, TreeEntry } from '../tree/tree.js';
import type { SmallContents } from './small-contents.js';
/** What a file is for in an archive of a model. Each role has one folder in the bag. */
export type Role = 'model' | 'export' | 'script' | 'notebook' | 'environment' | 'config' | 'document' | 'license' | 'citation' | 'model-card' | 'training-data' | 'metrics' | 'other';
export interface CollectedFile {
    path: string;
    role: Role;
    size: number;
    entry: TreeEntry;
    /** Where the content really comes from, when not from the tree's own blob. */
    from?: 'lfs' | 'work-tree' | 'dvc' | 'download';
    /** What decided the role: a pattern, a name, the content. */
    why?: string;
}
/** A file that will not be packed although somebody might expect it, with the reason and the cure. */
export interface Refusal {
    path: string;
    kind: 'secret' | 'symlink' | 'lfs-pointer' | 'absent' | 'too-large' | 'submodule' | 'unreadable' | 'name' | 'unfetched' | 'excluded';
    reason: string;
    advice: string;
    /** Of a secret in a text. */
    line?: number;
}
/** What nobody would expect in an archive: caches, environments, ignored files. A folder stands for all that is below it. */
export interface Omission {
    /** Ends with `/` for a folder. */
    path: string;
    reason: string;
    files: number;
}
/** A symbolic link to a file or folder inside the tree: recorded, not copied. */
export interface RecordedLink {
    path: string;
    /** Path in the tree that it leads to. */
    target: string;
}
/** One model to inspect: entered through one file, or a directory that is one model. */
export interface ModelCandidate {
    entry: string;
    companions: string[];
}
/** Which files matter, and as what. */
export interface Collection {
    tree: SourceTree;
    /** Sorted by bytes of the path. */
    files: CollectedFile[];
    models: ModelCandidate[];
    refused: Refusal[];
    omitted: Omission[];
    links: RecordedLink[];
    /** Opens a collected file, LFS content and downloads included. */
    open: SourceTree['open'];
    /** Contents of small files as they were when they were examined; what is packed is opened anew. */
    small?: Pick<SmallContents, 'get' | 'clear'>;
    notes: string[];
}
