import type { Limits } from '../../bytes/limits.js';
import { type OpenByteSource } from '../../bytes/source.js';
import type { BagContents } from './contents.js';
/** Opens a zip as a bag, without unpacking. Throws FormatError where its directory cannot be read at all. */
export declare function zipContents(source: OpenByteSource, limits: Limits): Promise<BagContents>;
