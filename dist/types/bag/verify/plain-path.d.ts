/**
 * A path without segments that lead nowhere, `.` and empty ones: whoever unpacks an archive, or opens a file, drops them, so that
 * several names may mean one file. A path from the root stays one.
 */
export declare function plainPath(path: string): string;
