/** Integers of 64 bits as little-endian items of a dtype, as formats widen small types in varint lists. Sub-byte items are packed, low bits first. */
export declare function narrowed(batches: AsyncIterable<bigint[]>, dtype: string): AsyncGenerator<Uint8Array>;
