import type { Limits } from '../../bytes/limits.js';
import type { OpenByteSource } from '../../bytes/source.js';
import type { BagContents } from './contents.js';
/** Opens an uncompressed tar as a bag, without unpacking. Throws FormatError where it holds nothing. */
export declare function tarContents(source: OpenByteSource, limits: Limits): Promise<BagContents>;
