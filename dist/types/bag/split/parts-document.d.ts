import type { ApartFile, Part } from './apart.js';
export declare const PARTS_PATH = "parts.json";
/** A file that lies beside the bag, as `parts.json` says it. */
export type ListedFile = Pick<ApartFile, 'path' | 'size' | 'sha256'> & {
    parts: ListedPart[];
};
export type ListedPart = Pick<Part, 'name' | 'url' | 'size' | 'sha256'> & {
    /** So many bytes at its beginning are none of the file; parts.json leaves out 0. */
    skip: number;
};
/** parts.json (`modelbag/parts/1`): which assets hold the files that lie beside the bag, in the order of joining. */
export declare const partsText: (bag: string, files: readonly ApartFile[]) => string;
export declare const listedFile: ({ path, size, sha256, parts }: ApartFile) => ListedFile;
/** Bytes of the file that a part brings. */
export declare const bytesIn: ({ size, skip }: ListedPart) => number;
/** Reads a parts.json, which may be anybody's: entries of another shape, and parts that do not make up the file, are left out. */
export declare function parseParts(text: string): ListedFile[];
/** Name of the bag that a parts.json belongs to, '' where it says none. */
export declare function partsBag(text: string): string;
/** One path segment that is a file on every system: nothing outside of a folder can be meant by it. */
export declare const isPartName: (name: string) => boolean;
