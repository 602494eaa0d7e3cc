import { ITEM_BITS } from './dtypes.js';

/** Integers of 64 bits as little-endian items of a dtype, as formats widen small types in varint lists. Sub-byte items are packed, low bits first. */
export async function* narrowed(batches: AsyncIterable<bigint[]>, dtype: string): AsyncGenerator<Uint8Array> {
  const bits = ITEM_BITS[dtype] ?? 64;
  const bytes = Math.max(1, bits / 8);
  for await (const batch of batches) {
    const out = Buffer.alloc(batch.length * bytes);
    for (let i = 0; i < batch.length; i++) {
      const value = BigInt.asUintN(bytes * 8, batch[i] ?? 0n);
      if (bytes === 8) out.writeBigUInt64LE(value, i * 8);
      else out.writeUIntLE(Number(value), i * bytes, bytes);
    }
    yield out;
  }
}
