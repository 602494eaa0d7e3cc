import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type ZipDirectory, type ZipMember } from '../containers/zip.js';
import type { Contents } from './format.js';
/** Adds what is wrong with the directory and with the names in it. */
export declare function addZipProblems(contents: Contents, directory: ZipDirectory): void;
/** Opens a member; contradictions of its headers and a flag that lies about encryption are added to the contents. */
export declare function openMember(archive: {
    source: ByteSource;
}, member: ZipMember, contents: Contents, limits: Limits): Promise<ByteSource>;
