import type { OpenByteSource } from '../bytes/source.js';
/** Bytes kept on disk while a tree is open: large git blobs, inflated zip members, downloads. */
export declare class Scratch {
    #private;
    readonly parent: string;
    constructor(parent?: string);
    /** Writes the bytes to a private file. What is returned stays readable until this scratch is closed. */
    keep(parts: AsyncIterable<Uint8Array>): Promise<OpenByteSource>;
    close(): Promise<void>;
}
