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
    /** Safetensors files over the limit become shards that loaders read, where they can. */
    reshard?: boolean;
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
/** Bytes of a payload file, behind others that are none of it. */
export interface Range {
    head: Buffer;
    start: number;
    length: number;
}
/** One published file. */
export interface Part extends Range {
    /** Name of the asset, in `[A-Za-z0-9._-]`. */
    name: string;
    url: string;
    /** Of the head and the range. */
    size: number;
    sha256: string;
}
/** Ranges of a file by the name that each will be published under. */
export type NamedRange = Range & {
    name: string;
};
/**
 * Puts a file apart: one asset if it fits, else the `ranges` that were made of it, else parts of equal length. `name` is that of the
 * asset.
 */
export declare function apartFile(member: BagMember, name: string, { limit, urlPrefix }: SplitOptions, ranges?: readonly NamedRange[] | null): ApartFile;
/** Lies in several parts, which fetch.txt cannot say: BagIt knows no join. */
export declare const isInParts: ({ parts }: Pick<ApartFile, 'parts'>) => boolean;
