import type { Limits } from '../../bytes/limits.js';
import { type OpenByteSource } from '../../bytes/source.js';
import type { BagContents } from './contents.js';
export declare const isGzip: (head: Uint8Array) => boolean;
/**
 * Opens a gzipped tar as a bag. Its members can be had in order only, so the tar is kept on disk, readable by nobody else,
 * until it is closed. Throws FormatError as `tarContents`, and where it inflates beyond measure.
 */
export declare function gzipContents(source: OpenByteSource, limits: Limits): Promise<BagContents>;
