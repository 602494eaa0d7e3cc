import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type ZipDirectory } from '../containers/zip.js';
import type { Contents } from './format.js';
/** Looks into comments and extra fields, and into bytes before, between and behind the members, which no reader of the directory gets to see. */
export declare function addZipGaps(contents: Contents, source: ByteSource, directory: ZipDirectory, limits: Limits): Promise<void>;
