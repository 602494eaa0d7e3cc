import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type Contents, type Format, type FormatFacts } from './format.js';
import { type Leaf } from './numpy-leaf.js';
export declare const NPY_FACTS: FormatFacts;
export declare const npy: Format;
/** Contents of one npy stream. `base` is its offset in the file, undefined where it is decompressed; `member` names it in a container. */
export declare function readArray(name: string, source: ByteSource, base: number | undefined, limits: Limits, member?: string): Promise<{
    contents: Contents;
    leaf: Leaf | null;
}>;
