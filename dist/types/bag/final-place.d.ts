import { UsageError } from '../usage-error.js';
/** What lies under the final name. */
type Present = 'nothing' | 'file' | 'folder';
/** Anything but a regular file or a folder is a UsageError. */
export declare function whatLiesAt(path: string): Promise<Present>;
/** Size of the file under the final name, null where there is none. Anything but a regular file is a UsageError. */
export declare function sizeOf(path: string): Promise<number | null>;
/** Rejects with a UsageError where the folder of `path` is none or has less than `size` bytes free. */
export declare function checkSpace(path: string, size: number): Promise<void>;
/** Removes what killed processes left beside `path`; what they had moved aside is put back where nothing took its place. */
export declare function clearLeft(path: string): Promise<void>;
/**
 * A name beside `path` of this process alone, so that two that write the same bag cannot take each other's half one for whole:
 * `partial` is what is written until it is verified, `replaced` what lay under the final name until another one lies there.
 */
export declare function nameBeside(path: string, kind: 'partial' | 'replaced'): string;
/** Removes what is left under a partial name, and forgets it. */
export declare function dropPartial(partial: string): Promise<void>;
/** Writes a text under a name that may be taken: the old file is replaced, never written through, since it may be a link to another. */
export declare function writeText(path: string, text: string): Promise<void>;
/** Gives a verified bag its name, in the place of what is there. */
export declare function moveInto(partial: string, path: string, present: Present): Promise<void>;
/** True where both are files with the same bytes, or folders with the same files. */
export declare function isSame(one: string, other: string): Promise<boolean>;
export declare const fileDigest: (path: string) => Promise<string>;
/** The rename itself must survive a crash; some systems cannot sync folders and say so, which is no failure of the bag. */
export declare function syncFolder(path: string): Promise<void>;
/** What stopped the writing, in words for people where it is their disk or folder; anything else as it is. */
export declare function asUsageError(error: unknown, path: string, size: number): unknown;
export declare const otherFile: (path: string) => UsageError;
export {};
