import { type OpenByteSource } from '../bytes/source.js';
/** Contents of small files, so that recognizing and reading them does not open them again. Bounded; what is over is read anew. */
export declare class SmallContents {
    private readonly contents;
    private left;
    keep(path: string, content: Uint8Array): void;
    drop(path: string): void;
    /** Forgets all of them and keeps no more: once they have been read, they are in the way of what is made of them. */
    clear(): void;
    get(path: string): Uint8Array | undefined;
    /** The content as a source, or null where it is not kept. */
    open(path: string): OpenByteSource | null;
}
