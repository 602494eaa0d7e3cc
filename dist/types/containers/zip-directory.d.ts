import { type Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type ZipEnd } from './zip-end.js';
import { type ZipDirectory, type ZipMember, type ZipProblem } from './zip-member.js';
/**
 * Reads the central directory, zip64 included. Throws FormatError `invalid-structure` where the bytes are no zip,
 * `truncated` where the directory is cut, `resource-limit` beyond the limits; contradictions are listed in `problems`.
 */
export declare function readZipEntries(source: ByteSource, limits: Limits): Promise<ZipListing>;
/** As `readZipEntries`, with all members at hand. */
export declare function readZipDirectory(source: ByteSource, limits?: Limits): Promise<ZipDirectory>;
/** A directory whose members are parsed when they are asked for. */
export type ZipListing = Omit<ZipDirectory, 'members'> & {
    entries: ZipEntries;
};
/** Entries of a central directory. They stay the bytes that they are, a third of what they take as objects, until one is asked for. */
export declare class ZipEntries implements Iterable<ZipMember> {
    #private;
    readonly problems: ZipProblem[];
    readonly fields: ZipDirectory['fields'];
    /** By number: what is asked of all again and again. */
    readonly offsets: number[];
    readonly sizes: number[];
    constructor(bytes: Uint8Array, start: number, end: Pick<ZipEnd, 'entries' | 'directoryOffset'>, most: number);
    get length(): number;
    at(i: number): ZipMember;
    [Symbol.iterator](): Generator<ZipMember>;
}
/** Size, compressed size and, in the directory, offset: those that are 0xffffffff come from the zip64 extra field, in this order. */
export declare function resolveZip64(extra: Uint8Array, offset: number, ...values: number[]): [number, number, number];
/** The name in the Unicode field, as long as the header has the one that it was made for. */
export declare function unicodePath(extra: Uint8Array, nameBytes: Uint8Array): string | undefined;
/** UTF-8 where the bytes are, else code page 437, whatever the flag says. */
export declare function decodeZipName(bytes: Uint8Array): string;
/** True for absolute names, drive letters and names with `..` segments, on any system. */
export declare function escapes(name: string): boolean;
/** Numbers of the entries in the order of their places in the file. */
export declare const orderOf: ({ offsets }: ZipEntries) => Uint32Array;
