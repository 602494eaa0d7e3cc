import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type ZipDirectory, type ZipMember } from '../containers/zip.js';
import type { Contents } from './format.js';
import type { StoragePlace } from './torch-storage.js';
/** A zip as torch writes it: everything in one root folder named after the file. */
export interface TorchArchive {
    source: ByteSource;
    directory: ZipDirectory;
    /** With the slash; '' where members lie at the top. */
    root: string;
    /** Every member, by its name without the root; of duplicates all. */
    members: Map<string, ZipMember[]>;
}
/** Reads the directory. The root is the folder of the shortest `data.pkl`, else of the first member. */
export declare function openTorchArchive(source: ByteSource, limits: Limits): Promise<TorchArchive>;
export declare function rootOf(members: readonly ZipMember[]): string;
/** The one value of a small text member; undefined where there is no such member. */
export declare function readValue(archive: TorchArchive, name: string, contents: Contents, limits: Limits): Promise<string | undefined>;
export declare const isValueMember: (name: string) => boolean;
/** Where the members of a folder (`data/`) lie, by the rest of their name. Stored ones are not read; only their local headers are. */
export declare function locateStorages(archive: TorchArchive, folder: string, contents: Contents, limits: Limits, wanted?: ReadonlySet<string>): Promise<Map<string, StoragePlace>>;
