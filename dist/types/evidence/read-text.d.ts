import type { CollectedFile, Collection } from '../collect/collection.js';
/** Largest text read whole: lockfiles of big projects reach some megabytes, notebooks with pictures twenty. */
export declare const TEXT_BYTES: number;
/** A file's text, or the reason why there is none. */
export type TextResult = {
    text: string;
} | {
    unread: string;
};
/**
 * Reads a collected file as text. UTF-8 and UTF-16 with or without byte order mark; other bytes are taken as Latin-1, which
 * loses nothing of the ASCII that we look for. Line ends become LF. A file that is too large, binary or absent
 * is an answer, not an error.
 */
export declare function readText(collection: Collection, file: CollectedFile, limit?: number): Promise<TextResult>;
/** Bytes of a text file as a string with LF line ends. Lines keep their numbers; blanks without end are cut short. */
export declare function decodeText(bytes: Uint8Array): TextResult;
/** Of the file system: a file that went away, a disk that fails. */
export declare const isSystemError: (error: unknown) => error is NodeJS.ErrnoException;
