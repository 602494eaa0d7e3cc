import type { ByteSource } from '../bytes/source.js';
/** Names of members and attributes of one group, and a way into its members. */
export interface Hdf5Root {
    attributes: Set<string>;
    members: Set<string>;
    /** The same of a member that is a group; null where it is none. */
    group(name: string): Promise<Hdf5Root | null>;
}
/** Reads the names in the root group and nothing else: enough to tell what wrote a file. */
export declare function readHdf5Root(source: ByteSource): Promise<Hdf5Root>;
