/** Protobuf in its wire form, written by hand. */
export type Message = Buffer<ArrayBuffer>;

const varint = (value: number | bigint): Buffer => {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Buffer.from(bytes);
};

export const message = (...fields: Uint8Array[]): Message => Buffer.concat(fields);
export const varintField = (number: number, value: number | bigint): Message =>
  Buffer.concat([varint(number << 3), varint(value)]);
export const bytesField = (number: number, bytes: Uint8Array): Message =>
  Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
export const textField = (number: number, text: string): Message => bytesField(number, Buffer.from(text));
/** Varints in one length-delimited field. */
export const packed = (number: number, values: readonly (number | bigint)[]): Message =>
  bytesField(number, Buffer.concat(values.map(varint)));
export const floatField = (number: number, value: number): Message => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint((number << 3) | 5), bytes]);
};
