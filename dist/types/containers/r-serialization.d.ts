import type { ByteSource } from '../bytes/source.js';
import { RInput } from './r-serialization-input.js';
import type { RObject } from './r-serialization-objects.js';
export * from './r-serialization-objects.js';
/** What the header of a serialization says. */
export interface RHeader {
    /** `RDX3`, `RDA2` … of a workspace; null of a single object. */
    magic: string | null;
    encoding: 'xdr' | 'native-little-endian' | 'native-big-endian' | 'ascii';
    version: number;
    /** R that wrote it, `4.2.2`. */
    writer: string;
    /** Oldest R that can read it. */
    reader: string;
    /** Encoding of texts that are marked as native; only since version 3. */
    nativeEncoding: string | null;
}
export interface RSerialization {
    header: RHeader;
    value: RObject;
    /** Bytes behind the value that nothing explains. */
    trailing: number;
    /** For reading values later. */
    input: {
        source: ByteSource;
        encoding: RInput['encoding'];
        latin1: boolean;
    };
}
/** True where bytes begin as a serialization of one object does. */
export declare function isSerialization(head: Uint8Array): boolean;
/** Magic of a workspace, `RDX3`; null where the bytes are none. */
export declare const workspaceMagic: (head: Uint8Array) => string | null;
/** Reads a whole serialization: one object (RDS), or the pairlist of a workspace (RData). */
export declare function readSerialization(source: ByteSource): Promise<RSerialization>;
