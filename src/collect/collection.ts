import type { SourceTree, TreeEntry } from '../tree/tree.js';

/** What a file is for in an archive of a model. Each role has one folder in the bag. */
export type Role = 'model' | 'export' | 'script' | 'notebook' | 'environment' | 'config' | 'document' | 'license' | 'citation' | 'model-card' | 'training-data' | 'metrics' | 'other';

export interface CollectedFile {
  path: string;
  role: Role;
  size: number;
  entry: TreeEntry;
  /** Where the content really comes from, when not from the tree's own blob. */
  from?: 'lfs' | 'work-tree' | 'download';
}

/** A file that will not be packed although somebody might expect it, with the reason and the cure. */
export interface Refusal {
  path: string;
  kind: 'secret' | 'symlink' | 'lfs-pointer' | 'absent' | 'too-large' | 'submodule' | 'unreadable' | 'name' | 'unfetched';
  reason: string;
  advice: string;
}

/** One model to inspect: entered through one file, or a directory that is one model. */
export interface ModelCandidate {
  entry: string;
  companions: string[];
  /** `checkpoint`: one of several of a run; `final`; `export`: an open copy. */
  stage?: 'checkpoint' | 'final' | 'export';
}

/** Which files matter, and as what. */
export interface Collection {
  tree: SourceTree;
  /** Sorted by bytes of the path. */
  files: CollectedFile[];
  models: ModelCandidate[];
  refused: Refusal[];
  /** Opens a collected file, LFS content and downloads included. */
  open: SourceTree['open'];
  notes: string[];
}
