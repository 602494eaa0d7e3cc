/** A value of a row. Integers beyond what a number holds exactly are text; blobs are told by their length alone. */
export type SqliteValue = number | string | null | {
    blobBytes: number;
};
/** Values of one row; `offset` is its place in the file. */
export declare function recordValues(payload: Uint8Array, encoding: string, offset: number): SqliteValue[];
/** A number of one to nine bytes, seven bits each but the last; larger ones than JavaScript's integers are nobody's. */
export declare function varint(bytes: Uint8Array, at: number, offset: number): {
    value: number;
    bytes: number;
};
