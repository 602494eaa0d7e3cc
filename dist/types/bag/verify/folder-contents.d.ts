import type { Limits } from '../../bytes/limits.js';
import type { BagContents, BagFile } from './contents.js';
/** Opens a folder as a bag. Symbolic links, special files and what cannot be opened are problems and are not followed. */
export declare function folderContents(root: string, limits?: Limits): Promise<BagContents>;
/** A file on disk as one of a bag. */
export declare function folderFile(path: string): Promise<BagFile>;
