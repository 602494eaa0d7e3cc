import { type GitMarks } from './git-marks.js';
import type { Surroundings } from './tree.js';
/** Where content may lie that the tree itself does not hold. */
export interface Places {
    /** Folder of the work tree that the tree shows; absent in a bare repository. */
    folder?: string;
    /** Top of the work tree, where `.dvc` lies. */
    top?: string;
    /** Git directory that has the LFS store. */
    commonDir?: string;
    /** Asked for only when untracked files are. */
    marks?: () => Promise<GitMarks>;
}
/** Content beside a tree that lies on this machine's disk. */
export declare function openSurroundings({ folder, top, commonDir, marks }: Places): Surroundings;
