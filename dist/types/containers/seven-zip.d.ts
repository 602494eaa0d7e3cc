import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
import { type SevenZipFolder, type SevenZipHeader } from './seven-zip-header.js';
export type { SevenZipFile, SevenZipFolder, SevenZipHeader } from './seven-zip-header.js';
/** Reads the directory of a 7z archive, unpacking it where it is packed. Throws FormatError. */
export declare function readSevenZip(source: ByteSource, limits: Limits): Promise<SevenZipHeader>;
/** Content of a folder, in memory. Throws `unsupported` for filters and methods that only 7z has, `encrypted`, `resource-limit`. */
export declare function unpackFolder(source: ByteSource, folder: SevenZipFolder, limits: Limits): Promise<ByteSource>;
