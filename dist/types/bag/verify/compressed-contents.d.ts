import type { Limits } from '../../bytes/limits.js';
import { type OpenByteSource } from '../../bytes/source.js';
import { type CompressionKind } from '../../containers/compression.js';
import type { BagContents } from './contents.js';
/**
 * Opens a compressed tar as a bag. Its members can be had in order only. Of gzip, which has any length, the tar is kept on disk,
 * readable by nobody else, until it is closed; what others compress is kept in memory, up to the limits. Throws FormatError as
 * `tarContents`, and where it inflates beyond measure.
 */
export declare function compressedContents(kind: CompressionKind, source: OpenByteSource, limits: Limits): Promise<BagContents>;
