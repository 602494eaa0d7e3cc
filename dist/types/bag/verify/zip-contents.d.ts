import type { Limits } from '../../bytes/limits.js';
import { type OpenByteSource } from '../../bytes/source.js';
import type { BagContents } from './contents.js';
/** Bytes that an archive of `size` bytes may inflate to. */
export declare const inflatedLimit: (size: number) => number;
/** Opens a zip as a bag, without unpacking. Throws FormatError where its directory cannot be read at all. */
export declare function zipContents(source: OpenByteSource, limits: Limits): Promise<BagContents>;
