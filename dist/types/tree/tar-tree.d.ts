import type { OpenByteSource } from '../bytes/source.js';
import type { SourceTree } from './tree.js';
/** The files of a tar as a tree, read where they lie. */
export declare function openTarTree(path: string, source: OpenByteSource): Promise<SourceTree>;
