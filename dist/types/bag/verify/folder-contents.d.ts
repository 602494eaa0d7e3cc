import type { BagContents } from './contents.js';
/** Opens a folder as a bag. Symbolic links and special files are problems and are not followed. */
export declare function folderContents(root: string): Promise<BagContents>;
