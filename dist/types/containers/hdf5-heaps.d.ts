import { type Hdf5Bytes } from './hdf5-bytes.js';
/** Names of the members of an old-style group: a function from offset to name (specification III.D). */
export declare function readLocalHeap(bytes: Hdf5Bytes, address: number): Promise<(offset: number) => string>;
/** Reads variable-length values out of global heap collections (specification III.E). */
export declare class GlobalHeap {
    #private;
    readonly bytes: Hdf5Bytes;
    constructor(bytes: Hdf5Bytes);
    /** The object with an index in the collection at an address. */
    read(address: number, index: number): Promise<Uint8Array>;
}
