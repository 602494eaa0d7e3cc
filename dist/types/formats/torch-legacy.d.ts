import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type Pickle } from '../containers/pickle.js';
import { type StoragePlace, type StorageReference } from './torch-storage.js';
/** A stacked file: five pickles, then the storages one after the other (torch 0.1.10 to 1.5, and later on request). */
export interface LegacyStack {
    /** Magic number, protocol, system information, object, storage keys; fewer where one broke. */
    pickles: Pickle[];
    byteOrder: 'little' | 'big';
    places: Map<string, StoragePlace>;
    problems: FormatError[];
    /** Offset behind the last storage. */
    end: number;
}
/** Reads the pickles, and the length in front of every storage. */
export declare function readLegacyStack(source: ByteSource, limits: Limits, base?: number | undefined): Promise<LegacyStack>;
/** Storages that a pickle refers to, by key. */
export declare function referencesOf(pickle: Pickle): Map<string, StorageReference>;
