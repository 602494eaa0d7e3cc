import type { ByteSource } from '../bytes/source.js';
/** One field as it lies in the file; `start` and `end` enclose its payload. */
export interface WireField {
    number: number;
    /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
    wire: 0 | 1 | 2 | 5;
    start: number;
    end: number;
    /** Value of a varint. */
    varint: bigint;
}
/** Counts fields over a whole walk: a file of two-byte fields must not keep us busy for hours. */
export interface FieldBudget {
    left: number;
}
/** Largest real graphs have some millions of fields. */
export declare const FIELD_BUDGET = 20000000;
/**
 * Fields of the message in [start, end), one after the other; payloads are not read. Use a windowed source.
 * With `cut`, a payload that runs past the end of the source is given as far as it goes, for recognition of broken files.
 */
export declare function walkFields(source: ByteSource, start: number, end: number, budget: FieldBudget, cut?: 'cut'): AsyncGenerator<WireField>;
/**
 * Numbers of the first fields of a message that begins with `head`, as many as 64; null where its bytes are no fields.
 * Asked of every file: nothing is thrown where the answer is no, and lengths beyond any file need not be exact.
 */
export declare function fieldsInHead(head: Uint8Array, size: number): number[] | null;
/** A varint at `index`, as an unsigned 64-bit number. */
export declare function parseVarint(bytes: Uint8Array, index: number, offset?: number): {
    value: bigint;
    length: number;
};
/** UTF-8 text of a length-delimited field. */
export declare function readText(source: ByteSource, field: WireField): Promise<string>;
/**
 * Decodes a small message by a schema in protobufjs's JSON form. Fields that the schema leaves out are skipped; missing
 * ones have their defaults. Integers of 64 bits become numbers where exact, else text.
 */
export declare function decodeMessage(schema: object, type: string, bytes: Uint8Array, offset?: number): Promise<Record<string, unknown>>;
/** A 64-bit integer that `decodeMessage` gives as text, as a number where it is exact. */
export declare function toNumber(value: unknown): number;
