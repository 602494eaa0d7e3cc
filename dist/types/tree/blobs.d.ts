import { type GitPlace } from './git.js';
/** What git says about an object before its bytes. */
export interface ObjectHead {
    id: string;
    type: string;
    size: number;
}
/** Reads objects through one `cat-file --batch` that lives as long as the tree; one object at a time, in order of asking. */
export declare class ObjectReader {
    #private;
    readonly place: GitPlace;
    constructor(place: GitPlace);
    /**
     * Hands the bytes of an object to `consume`; resolves to null where the object is not there. Bytes that `consume`
     * leaves are skipped. Throws FormatError `truncated` for a damaged object, GitFailure when git cannot be started.
     */
    read<T>(id: string, consume: (head: ObjectHead, body: AsyncIterable<Buffer>) => Promise<T>): Promise<T | null>;
    /** A small object as a whole, null where it is not there. */
    bytes(id: string): Promise<{
        head: ObjectHead;
        bytes: Buffer;
    } | null>;
    close(): Promise<void>;
}
