import type { Algorithm } from './digest-threads.js';
import type { FilePlace } from './source.js';
/** What is done with `length` bytes of a file. */
interface FilePass {
    from: FilePlace;
    length: number;
    algorithm?: Algorithm | undefined;
    crc?: boolean | undefined;
    /** Where they are written: open for reading as well. */
    into?: FilePlace | undefined;
    advance?: ((bytes: number) => void) | undefined;
}
/** What a thread made of it: '' and 0 where it was not asked for. */
interface Passed {
    digest: string;
    crc: number;
}
/**
 * Passes a range of a file in threads that read and write by themselves, a piece at a time that never leaves the cache of their
 * core. A long copy is made and checked by one thread and digested by another one, which follows in what was written: each byte of the
 * source is read once, and the digest is of what lies in the new file. Null where there are no threads, or none is worth its start.
 */
export declare function passFile(options: FilePass): Promise<Passed | null>;
export {};
