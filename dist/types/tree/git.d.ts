import { type ChildProcessWithoutNullStreams } from 'node:child_process';
/** Where git finds a repository. Both are absolute; the work tree is absent in a bare one. */
export interface GitPlace {
    gitDir: string;
    workTree?: string;
}
/** Git could not answer: it is not installed, refused, went silent, or said more than we read. */
export declare class GitFailure extends Error {
    readonly code: 'not-installed' | 'refused' | 'silent' | 'too-much';
    readonly name = "GitFailure";
    constructor(code: 'not-installed' | 'refused' | 'silent' | 'too-much', message: string, options?: ErrorOptions);
}
export type GitProcess = ChildProcessWithoutNullStreams;
/** Starts git without a shell. The caller handles errors of the process and ends it. */
export declare function startGit(place: GitPlace, args: readonly string[]): GitProcess;
export interface RunOptions {
    input?: Uint8Array;
    /** Milliseconds without output after which git is ended. */
    silence?: number;
}
/** Output of one git command. Throws GitFailure, `refused` with git's own words when it exits with another code than 0. */
export declare function runGit(place: GitPlace, args: readonly string[], options?: RunOptions): Promise<Buffer>;
/** The failure that a process which never started is. */
export declare function notStarted(cause: NodeJS.ErrnoException): GitFailure;
