/** What a Git LFS pointer says of the file it stands for. */
export interface LfsPointer {
    sha256: string;
    size: number;
}
/** The specification demands less than 1024 bytes. */
export declare const POINTER_BYTES = 1024;
/** Parses a pointer (git-lfs spec v1: `version` first, then keys in order); null for any other text. */
export declare function parseLfsPointer(text: string): LfsPointer | null;
