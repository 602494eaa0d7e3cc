import type { OpenByteSource } from '../bytes/source.js';
/** What stands at a path, links not followed. */
export type PathKind = 'file' | 'directory' | 'symlink' | 'missing' | 'unreadable';
/**
 * How readers reach files by path: a disk, a git tree, a bag, memory. Paths are `/` separated; the empty path and `.`
 * are the root. Implementations never follow symbolic links.
 */
export interface FileAccess {
    /** Opens a file's content. Rejects with FormatError or a system error where it cannot be had. */
    open(path: string): Promise<OpenByteSource>;
    /** Regular files below a folder, relative to it, sorted by UTF-8 bytes. Empty where there is no such folder. */
    list(folder: string): Promise<string[]>;
    kind(path: string): Promise<PathKind>;
    /** False where nothing can be said about folders (the network): paths below them are asked for as they are. */
    knowsFolders?: boolean;
}
/** Folder part of a path, '' at the root. */
export declare const folderOf: (path: string) => string;
/** Folder part of a path with its slash, '' at the root: what paths below it begin with. */
export declare const folderAbove: (path: string) => string;
/** Every folder above the given paths, each with its slash, unsorted. */
export declare function everyFolderAbove(paths: Iterable<string>): Set<string>;
/** Last segment of a path. */
export declare const nameOf: (path: string) => string;
/** Path of a file below a folder. */
export declare const joinPath: (folder: string, relative: string) => string;
/** Path of a file that is named relative to the folder of another one. */
export declare const besideFile: (path: string, relative: string) => string;
/** The same files, seen from a folder. */
export declare const rootedAt: (folder: string, files: FileAccess) => FileAccess;
