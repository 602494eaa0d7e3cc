import { type OpenByteSource } from '../bytes/source.js';
import type { SourceTree } from './tree.js';
/** Opens the files of a zip as a tree. A single folder around everything, as forges put it, is taken off. */
export declare function openZipTree(path: string, source: OpenByteSource): Promise<SourceTree>;
