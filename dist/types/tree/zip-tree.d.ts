import { type OpenByteSource } from '../bytes/source.js';
import type { SourceTree } from './tree.js';
/** Opens the files of a zip as a tree. */
export declare function openZipTree(path: string, source: OpenByteSource): Promise<SourceTree>;
