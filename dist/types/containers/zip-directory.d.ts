import { type Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type ZipDirectory } from './zip-member.js';
/**
 * Reads the central directory, zip64 included. Throws FormatError `invalid-structure` where the bytes are no zip,
 * `truncated` where the directory is cut, `resource-limit` beyond the limits; contradictions are listed in `problems`.
 */
export declare function readZipDirectory(source: ByteSource, limits?: Limits): Promise<ZipDirectory>;
/** UTF-8 where the bytes are, else code page 437, whatever the flag says. */
export declare function decodeZipName(bytes: Uint8Array): string;
/** True for absolute names, drive letters and names with `..` segments, on any system. */
export declare function escapes(name: string): boolean;
