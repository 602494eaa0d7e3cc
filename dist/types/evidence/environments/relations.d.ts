import type { Declared } from './declaration.js';
interface Placed {
    path: string;
    format: {
        id: string;
        ecosystem: string;
    };
    declared: Declared;
}
/** A lock that lacks what its manifest asks for was not refreshed: it installs something else than the project needs. */
export declare function markStaleLocks(files: readonly Placed[]): void;
/** Channels at fixed commits fix every package that a manifest beside or below them asks for, and all that it needs. */
export declare function fixByChannels(files: readonly Placed[]): void;
/** A lock whose interpreter is a range becomes whole by the nearest file that fixes it. */
export declare function lendInterpreters(files: readonly Placed[]): void;
export {};
