import { type Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
import { type ZipMember, type ZipProblem } from './zip-member.js';
export { escapes, orderOf, readZipDirectory, readZipEntries, type ZipEntries, type ZipListing, } from './zip-directory.js';
export type { ZipDirectory, ZipMember, ZipProblem } from './zip-member.js';
/** Where a member's bytes lie in the file, as found behind its local header. */
export interface ZipMemberRange {
    start: number;
    end: number;
    /** Flags of the local header: readers of streams go by them. */
    flags: number;
    /** Contradictions between the local header and the central directory. */
    problems: ZipProblem[];
}
/** Reads the local header and compares it with the central directory. Throws `zip-structure` where there is none. */
export declare function locateZipMember(source: ByteSource, member: ZipMember): Promise<ZipMemberRange>;
/**
 * What is wrong with the extra fields of the local header, where readers of streams look for long sizes and for the Unicode name, and
 * unzip for the name where it unpacks: the directory must say the same. Nobody but who asks which names a member may get, and how much
 * of the file others read as its content, needs to read them.
 */
export declare function localFieldProblems(source: ByteSource, member: ZipMember, { start, flags }: ZipMemberRange): Promise<ZipProblem[]>;
/** True where the encryption flag is set and the sizes fit encrypted content: the flag alone is ignored by torch and others. */
export declare const isReallyEncrypted: (member: ZipMember) => boolean;
/** Content of a member: stored members are a range of the archive, deflated ones are inflated in memory up to the limits. */
export declare function openZipMember(source: ByteSource, member: ZipMember, limits?: Limits): Promise<ByteSource>;
/** As `openZipMember`, for a member whose local header was already read. */
export declare function openLocated(source: ByteSource, member: ZipMember, range: ZipMemberRange, limits: Limits): Promise<ByteSource>;
/** Name in the local header at the start of a file; null where there is none. */
export declare function firstMemberName(head: Uint8Array): string | null;
/** Offset of the content of the member that begins the file, for files without a directory; null where it is not stored. */
export declare function firstMemberStart(head: Uint8Array): number | null;
