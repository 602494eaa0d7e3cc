import type { Algorithm } from '../../bytes/digest-threads.js';
import { type PathDigests } from './listed-digests.js';
import { type BagProblem } from './problem.js';
export interface Manifest {
    /** `manifest-sha256.txt` */
    file: string;
    /** Algorithm of node:crypto; null where we have none. */
    hash: Algorithm | null;
    /** Of an algorithm that we do not have only the paths count. */
    entries: PathDigests;
}
/** How lists of a bag are read. */
export interface Listing {
    /** Of BagIt. */
    version: string;
    /** Paths that may still be listed; counted down, so that one is shared by all lists of a bag. */
    room: number;
    /** The paths of the bag: a list shares them, and keeps none of its text. */
    paths: ReadonlyMap<string, string>;
}
/** For a bag with these files. */
export declare function listing(version?: string, files?: Iterable<string>): Listing;
declare const MANIFEST_NAMES: {
    manifest: RegExp;
    tagmanifest: RegExp;
};
/** Names of manifests among `paths`, payload manifests or tag manifests, sorted as given. */
export declare function manifestNames(paths: Iterable<string>, prefix: keyof typeof MANIFEST_NAMES): string[];
/**
 * Parses a manifest (RFC 8493, 2.1.3 and 2.2.1); lines that are none, paths that leave the bag and repeated paths are problems.
 * Before 1.0 a path may be repeated with the same digest.
 */
export declare function parseManifest(file: string, text: string, problems: BagProblem[], reading?: Listing): Manifest;
/** Where a file can be fetched; its length is null where fetch.txt does not say it. */
export interface FetchEntry {
    url: string;
    length: number | null;
}
/**
 * Entries of fetch.txt (RFC 8493, 2.2.3) by path: `url length path`. A repeated path is a problem: nobody knows which line counts.
 * Before 1.0 a line may be repeated as it is.
 */
export declare function parseFetch(text: string, problems: BagProblem[], reading?: Listing): Map<string, FetchEntry>;
export {};
