import { type OpenByteSource } from './source.js';
/**
 * Opens a regular file for reading by ranges. The handle is kept until `close()`. Names that are not UTF-8 are bytes.
 * A file of that name that is none (a pipe, a device) is refused without waiting for it.
 */
export declare function openFile(path: string | Buffer): Promise<OpenByteSource>;
