/** Why a file is called otherwise in the bag than in the repository. */
export type RenameReason = 'character' | 'blank-end' | 'reserved-name' | 'relative' | 'too-long' | 'twin';
export interface PortableName {
    path: string;
    /** Empty where the path was kept. */
    reasons: RenameReason[];
}
/** Longest path in a bag: below the 255 bytes and 260 characters of common systems, with room for a folder to unpack to. */
export declare const LONGEST_PATH = 240;
/**
 * Gives every path of a repository a portable ASCII name below `folder`, one after the other; call it in byte order of the
 * paths. What must change keeps its extension and a readable rest, and gets the first digits of the digest of its
 * original path, so that the name depends on nothing but the path.
 */
export declare function portableNames(): (folder: string, original: string) => PortableName;
/**
 * Text in plain ASCII for README.txt and bag-info.txt: German letters and those of other languages that are no letter with an accent
 * written out, accents dropped, the rest `?`; one line.
 */
export declare function plainAscii(text: string): string;
/** A file name for releases: `<repository>-<tag>` in `[A-Za-z0-9._-]`, the only characters that every host keeps. */
export declare function bagName(repository: string, tag: string): string;
