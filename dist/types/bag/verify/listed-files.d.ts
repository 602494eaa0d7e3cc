import type { BagContents } from './contents.js';
import type { Manifest } from './manifest.js';
/** The files of a bag as its manifests list them: by their names, or in another Unicode normalization (RFC 8493, 6.1.1.3). */
export interface ListedFiles {
    manifests: readonly Manifest[];
    /** The name under which a listed path is really there. */
    find(path: string): string | undefined;
    /** What a manifest says of a file, or of a path that is not there. */
    digestIn(manifest: Manifest, path: string): string | undefined;
}
export declare function listedFiles({ files }: BagContents, manifests: readonly Manifest[]): ListedFiles;
