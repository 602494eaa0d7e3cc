import type { ByteSource } from '../../bytes/source.js';
import type { BagProblem } from './problem.js';
/** A file of a bag, wherever the bag lies. */
export interface BagFile {
    size: number;
    /** The content in order, read once and held to its declared size. Throws FormatError where it cannot be had. */
    chunks(): AsyncIterable<Uint8Array>;
    /** The content by ranges: for the models and crates inside. */
    open(): Promise<ByteSource>;
}
/** A bag as files by path, from a zip or a folder. */
export interface BagContents {
    /** Path relative to where bagit.txt lies. */
    files: ReadonlyMap<string, BagFile>;
    /** What is wrong with the container itself. */
    problems: readonly BagProblem[];
    close(): Promise<void>;
}
/**
 * Where the bag begins: at the top ('') or in the one top folder (`name/`), by bagit.txt, or by a manifest where only
 * bagit.txt was lost; null where there is neither.
 */
export declare function baseOf(paths: Iterable<string>): string | null;
