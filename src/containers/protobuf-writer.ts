/** Protobuf in its wire form, written by hand. */
export type Message = Buffer<ArrayBuffer>;

/** Negative numbers have all 64 bits; those that are whole in doubles need no BigInt. */
const isShort = (value: number | bigint): value is number => typeof value === 'number' && value >= 0;
const bitsOf = (value: number | bigint): bigint => BigInt.asUintN(64, BigInt(value));

function varintSize(value: number | bigint): number {
  let size = 1;
  if (isShort(value)) for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size += 1;
  else for (let rest = bitsOf(value) >> 7n; rest > 0n; rest >>= 7n) size += 1;
  return size;
}

/** Writes a varint; the place behind it. */
function putVarint(bytes: Uint8Array, start: number, value: number | bigint): number {
  let at = start;
  if (isShort(value)) {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 0x80;
    bytes[at++] = rest;
    return at;
  }
  let rest = bitsOf(value);
  for (; rest > 0x7fn; rest >>= 7n) bytes[at++] = Number(rest & 0x7fn) | 0x80;
  bytes[at++] = Number(rest);
  return at;
}

/** All in one buffer: lists may have millions of them. */
function varints(values: readonly (number | bigint)[]): Message {
  let size = 0;
  for (const value of values) size += varintSize(value);
  const bytes = Buffer.alloc(size);
  let at = 0;
  for (const value of values) at = putVarint(bytes, at, value);
  return bytes;
}

export const message = (...fields: Uint8Array[]): Message => Buffer.concat(fields);
export const varintField = (number: number, value: number | bigint): Message => varints([number << 3, value]);
export const bytesField = (number: number, bytes: Uint8Array): Message =>
  Buffer.concat([varints([(number << 3) | 2, bytes.length]), bytes]);
export const textField = (number: number, text: string): Message => bytesField(number, Buffer.from(text));
/** Varints in one length-delimited field. */
export const packed = (number: number, values: readonly (number | bigint)[]): Message =>
  bytesField(number, varints(values));
export const floatField = (number: number, value: number): Message => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varints([(number << 3) | 5]), bytes]);
};
