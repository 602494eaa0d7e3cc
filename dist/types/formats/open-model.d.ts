import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type FileAccess, type PathKind } from './file-access.js';
/** A model whose entry file is open, with a door to the files beside it. */
export interface OpenedModel {
    /** Folder that companions are relative to. */
    folder: string;
    /** Entry file, relative to `folder`. */
    entry: string;
    source: ByteSource;
    /** Files that belong to a model directory, relative to `folder`; empty for a single file. */
    companions: string[];
    /** Formats whose readers look at these files; undefined for a single file. */
    readBy?: readonly string[];
    /** Everything in the folder is taken for one model. */
    isFolder?: boolean;
    companion(relative: string): Promise<ByteSource | null>;
    companionKind(relative: string): Promise<PathKind | 'escape'>;
    listCompanions(): Promise<string[]>;
    /** Bytes of a companion; 0 where it cannot be had. */
    sizeOf(relative: string): Promise<number>;
    /** Closes the entry and every companion that was opened. */
    close(): Promise<void>;
}
/** A path that cannot be entered; `code` names why. Becomes an inspection with status `error` or `inconclusive`. */
export declare class Unopenable extends Error {
    readonly code: 'missing-file' | 'unreadable' | 'symlink' | 'no-model';
    readonly name = "Unopenable";
    constructor(code: 'missing-file' | 'unreadable' | 'symlink' | 'no-model', message: string);
}
/** Opens the model at a path: the file itself, or the entry file of a directory that is one model. */
export declare function openModel(path: string, files: FileAccess, limits: Limits): Promise<OpenedModel>;
/** Opens the model that a file is, or enters. Rejects with FormatError or a system error where it cannot be had. */
export declare const openFileModel: (path: string, files: FileAccess) => Promise<OpenedModel>;
/** True where a path is absolute, leaves its folder, or would on another system. */
export declare const escapes: (relative: string) => boolean;
