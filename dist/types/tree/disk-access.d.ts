import type { OpenByteSource } from '../bytes/source.js';
/** Files of this machine by their path, as the readers of formats want to reach them (`FileAccess` there). */
export interface DiskAccess {
    open(path: string): Promise<OpenByteSource>;
    list(folder: string): Promise<string[]>;
    kind(path: string): Promise<'file' | 'directory' | 'symlink' | 'missing' | 'unreadable'>;
}
/** The disk: paths as a person gives them, relative to the working directory or absolute. Links are not followed. */
export declare function diskAccess(): DiskAccess;
