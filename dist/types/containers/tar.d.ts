import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
/** A member of a tar archive. */
export interface TarMember {
    name: string;
    /** A hard link to a file before it is that file. */
    kind: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';
    /** Target of a link. */
    link: string;
    /** Offset of the content. */
    start: number;
    size: number;
    headerOffset: number;
    /** It has holes that are not in the archive: the content is what lies between them. */
    isSparse?: true;
}
/** A name or link that no honest writer makes. */
export interface TarProblem {
    code: 'path-escape' | 'symlink' | 'duplicate-key' | 'truncated' | 'invalid-structure' | 'resource-limit';
    message: string;
    member?: string;
    offset: number;
}
export interface TarDirectory {
    members: TarMember[];
    problems: TarProblem[];
    /** Offset behind the end of the archive, or of what is no header: whatever follows is no member. */
    end: number;
}
/**
 * True where the block is a tar header: it has a name, and a checksum that fits. The name may lie in the prefix alone, as some writers
 * have it of a folder whose last segment is long.
 */
export declare function isTarHeader(block: Uint8Array): boolean;
/** True where the source begins with a tar header. */
export declare const isTar: (source: ByteSource) => Promise<boolean>;
/**
 * Reads the headers of a tar (POSIX.1-1988 ustar, pax, GNU long names), one block for each member. Reading ends with a
 * problem, not with an error, so that the members before it are kept.
 */
export declare function readTar(source: ByteSource, limits: Limits): Promise<TarDirectory>;
/** Content of a regular member. */
export declare const openTarMember: (source: ByteSource, member: TarMember) => ByteSource;
