import type { BagMember } from '../member.js';
/**
 * Splitting a bag, for whoever publishes one (the `github` folder):
 *
 * - `pack(tree, { split: { limit, urlPrefix } })` does everything. No file that it writes is longer than `limit` bytes (for GitHub
 *   `2 ** 31 - 1`); an asset `name` will be found at `urlPrefix + name` once published, for GitHub
 *   `https://github.com/OWNER/REPO/releases/download/TAG/` (the tag as `encodeURIComponent` writes it).
 * - Its document lists in `parts` what is to be published beside the bag: `path` of the written file, whose last segment is the asset's
 *   name, `size`, `sha256`, and `of`, the path in the bag. Nothing is split, and `parts` is empty, where the bag fits.
 * - `verifyBag` calls such a bag `incomplete`, with problems of kind `not-fetched` only.
 */
export interface SplitOptions {
    /** Longest file that may be written, in bytes. */
    limit: number;
    /** What stands before the name of an asset in its published address. */
    urlPrefix: string;
}
/** A payload file that lies beside the bag: as one asset, or in numbered parts where it is longer than the limit. */
export interface ApartFile {
    /** In the bag. */
    path: string;
    size: number;
    sha256: string;
    content: BagMember['content'];
    /** In order; together they are the file. */
    parts: Part[];
}
/** One published file: the bytes [start, start + size) of a payload file. */
export interface Part {
    /** Name of the asset, in `[A-Za-z0-9._-]`. */
    name: string;
    url: string;
    start: number;
    size: number;
    sha256: string;
}
/** Puts a file apart: one asset if it fits, else parts of equal length. `name` is that of the asset. */
export declare function apartFile(member: BagMember, name: string, { limit, urlPrefix }: SplitOptions): ApartFile;
/** Lies in numbered parts, which fetch.txt cannot say: BagIt knows no join. */
export declare const isInParts: ({ parts }: Pick<ApartFile, 'parts'>) => boolean;
