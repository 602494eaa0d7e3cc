import type { FormatErrorCode } from '../bytes/format-error.js';
/** A local header without its name and extra fields. */
export declare const LOCAL_HEADER_BYTES = 30;
/** A member as the central directory describes it, checked against its local header when opened. */
export interface ZipMember {
    name: string;
    /** The name that a field of its own says in UTF-8 (APPNOTE 4.6.9), where it differs: unzip and 7-Zip take it, torch and Python do not. */
    unicodeName?: string;
    /** 0 stored, 8 deflated. */
    method: number;
    flags: number;
    crc32: number;
    compressedSize: number;
    size: number;
    /** Absolute offset of the local header. */
    headerOffset: number;
    isDirectory: boolean;
    isEncrypted: boolean;
    /** Unix mode bits where the host system is Unix, else 0. */
    mode: number;
}
/** A contradiction that readers resolve differently; the archive can still be read one way. */
export interface ZipProblem {
    code: FormatErrorCode | 'symlink';
    message: string;
    member?: string;
    offset?: number;
}
export interface ZipDirectory {
    members: ZipMember[];
    /** Offset where the central directory begins. */
    start: number;
    /** Length of bytes before the first local header that no member explains. */
    prefix: number;
    /** From the first to the last comment of a member or extra field that no archiver writes, in the directory; null without any. */
    fields: {
        start: number;
        end: number;
    } | null;
    /** Length of the archive comment. */
    comment: number;
    /** Length of bytes after the end record and its comment. */
    trailing: number;
    /** What is wrong with the directory as a whole or with the names in it; local headers are checked when members are opened. */
    problems: ZipProblem[];
}
