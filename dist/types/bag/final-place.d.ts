import { UsageError } from '../usage-error.js';
/** Size of the file under the final name, null where there is none. Anything but a regular file is a UsageError. */
export declare function sizeOf(path: string): Promise<number | null>;
/** Rejects with a UsageError where the folder of `path` is none or has less than `size` bytes free. */
export declare function checkSpace(path: string, size: number): Promise<void>;
/** The rename itself must survive a crash; some systems cannot sync folders and say so, which is no failure of the bag. */
export declare function syncFolder(path: string): Promise<void>;
/** What stopped the writing, in words for people where it is their disk or folder; anything else as it is. */
export declare function asUsageError(error: unknown, path: string, size: number): unknown;
export declare const otherFile: (path: string) => UsageError;
