import type { Fact } from './format.js';
import type { Hdf5Contents } from './hdf5-contents.js';
/** PRONOM identifiers by version of the superblock; it has none for version 3. */
export declare const HDF5_PUIDS: Readonly<Record<string, string>>;
/** What the container itself says: version of its superblock, user block, links, attributes of groups and datasets. */
export declare function hdf5Facts(contents: Hdf5Contents, skip?: ReadonlySet<string>): Fact[];
