import type { Algorithm } from '../../bytes/digest-threads.js';
import { type BagProblem } from './problem.js';
export interface Manifest {
    /** `manifest-sha256.txt` */
    file: string;
    /** Algorithm of node:crypto; null where we have none. */
    hash: Algorithm | null;
    /** Path → digest in lower case. */
    entries: Map<string, string>;
}
/** How lists of a bag are read. */
export interface Listing {
    /** Of BagIt. */
    version: string;
    /** Paths that may still be listed; counted down, so that one is shared by all lists of a bag. */
    room: number;
}
/** For a bag with so many files. */
export declare const listing: (version?: string, files?: number) => Listing;
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
/** Entries of fetch.txt (RFC 8493, 2.2.3) by path: `url length path`. */
export declare function parseFetch(text: string, problems: BagProblem[], reading?: Listing): Map<string, FetchEntry>;
export {};
