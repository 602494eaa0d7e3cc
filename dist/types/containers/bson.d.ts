import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
/** Bytes that stay in the source. */
export interface BsonBinary {
    /** Offset of the first byte in the source. */
    start: number;
    length: number;
}
export type BsonDocument = Map<string, Bson>;
export type Bson = null | boolean | number | bigint | string | Bson[] | BsonBinary | BsonDocument;
export declare const isBinary: (value: Bson | undefined) => value is BsonBinary;
/** Reads the document that a source is, and counts its values; binary ones are left where they are. Throws FormatError. */
export declare function readBson(source: ByteSource, limits: Limits): Promise<{
    document: BsonDocument;
    values: number;
}>;
