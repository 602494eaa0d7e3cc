import type { OpenByteSource } from '../bytes/source.js';
/** Content that is named by its digest and outlives a run. */
export interface Cache {
    /** What was stored under a name; null where nothing was. The caller checks the digest again. */
    open(name: string): Promise<OpenByteSource | null>;
    /** Stores bytes under a name once all of them have arrived: an error of `parts` leaves nothing behind. */
    store(name: string, parts: AsyncIterable<Uint8Array>): Promise<OpenByteSource>;
}
/** A cache in a folder, which is made when something is stored. */
export declare function folderCache(folder: string): Cache;
