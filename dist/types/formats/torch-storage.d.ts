import type { ByteSource } from '../bytes/source.js';
import { type PickleValue } from '../containers/pickle.js';
/** What a persistent id says of a storage. */
export interface StorageReference {
    key: string;
    dtype: string;
    itemBytes: number;
    /** Device at saving: `cpu`, `cuda:0`. */
    location: string;
    /** Declared length in bytes. */
    byteLength: number;
    /** Where a legacy view begins in its root storage, in bytes. */
    viewStart: number;
}
/** A storage's bytes. */
export interface StoragePlace {
    source: ByteSource;
    start: number;
    length: number;
    /** Offset in the file of the first byte of `source`; undefined where the bytes are decompressed. */
    base: number | undefined;
    /** Member or key, for messages. */
    name: string;
}
/** A storage that lies in bytes of the pickle itself. */
export interface LoadedStorage {
    reference: StorageReference;
    place: StoragePlace;
}
/** The storages of a file, already located. */
export interface TorchStorages {
    byteOrder: 'little' | 'big';
    places: ReadonlyMap<string, StoragePlace>;
    /** Storages that a call inside the pickle loads from bytes, by that call. */
    loaded?: ReadonlyMap<PickleValue, LoadedStorage>;
}
/** Reads `('storage', class, key, location, length[, view])`. Null for other persistent ids. */
export declare function storageReference(id: PickleValue): StorageReference | null;
