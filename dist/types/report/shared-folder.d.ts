/** The folder that all paths lie in, with its slash; empty where there is none or only one path. */
export declare function sharedFolder(paths: readonly string[]): string;
