/**
 * Makes a folder, and those above it that are not there; one that is there already is success. Rejects with the error of the system.
 * Node's own recursion never ends where the system makes nothing in a folder that is there, as in `/proc`.
 */
export declare function makeFolder(path: string): Promise<void>;
