/** Integer of a text opcode (INT, LONG): decimal, or with a prefix as Python accepts it; null where the text is no integer. */
export declare function parseInteger(text: string): number | bigint | null;
/** A bigint as a number where that is exact. */
export declare function integer(value: bigint): number | bigint;
/** Integer of LONG1 and LONG4: two's complement, little-endian, any length. */
export declare function parseLong(bytes: Uint8Array): number | bigint;
/** Float of the text opcode FLOAT, as Python reads it; null where the text is no float. */
export declare function parseFloatText(text: string): number | null;
/** Text of UNICODE: Latin-1 with `\uXXXX` and `\UXXXXXXXX`. */
export declare function parseRawUnicode(text: string): string;
/** Bytes of STRING: a quoted Python literal. Throws where the quotes do not match. */
export declare function parseQuoted(text: string, offset: number): Uint8Array;
