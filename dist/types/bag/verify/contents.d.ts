import type { Digests, PassOptions } from '../../bytes/pass.js';
import type { ByteSource } from '../../bytes/source.js';
import type { BagProblem } from './problem.js';
/** A file of a bag, wherever the bag lies. */
export interface BagFile {
    size: number;
    /**
     * Passes the content once, held to its declared size, and tells what its container says against it. Throws FormatError
     * where it cannot be had.
     */
    pass(options: PassOptions): Promise<{
        digests: Digests;
        problems: BagProblem[];
    }>;
    /** The content by ranges: for the models and crates inside. */
    open(): Promise<ByteSource>;
}
/** A bag as files by path, from a zip, a tar or a folder. */
export interface BagContents {
    container: 'zip' | 'tar' | 'folder';
    /** '' or the one top folder (`name/`) that the bag lies in. */
    base: string;
    /** Path relative to where bagit.txt lies. */
    files: ReadonlyMap<string, BagFile>;
    /** Folders that the container lists as such, `name/`; others are known by their files alone. */
    folders: ReadonlySet<string>;
    /** What is wrong with the container itself. */
    problems: readonly BagProblem[];
    close(): Promise<void>;
}
/** What the bag is about: the files below `data/`. */
export declare const payloadOf: ({ files }: BagContents) => BagFile[];
/** Where a bag begins, or a crate that lies in none. */
export interface Base {
    kind: 'bag' | 'crate';
    /** '' or `name/`. */
    folder: string;
}
/** The bag begins at the top or in the one top folder; null where there is neither bag nor crate. */
export declare function baseOf(paths: Iterable<string>): Base | null;
