/** What nobody would look for in an archive: the folder (with `/`) or file that is left out, and why. */
export interface Junk {
    path: string;
    reason: string;
}
/** Recognizes caches, environments, editor state and what modelbag itself wrote, among the paths of one tree. */
export declare function junkFinder(paths: Iterable<string>): (path: string) => Junk | null;
