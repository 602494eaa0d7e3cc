import { FormatError } from '../bytes/format-error.js';

/** Decompresses a raw Snappy block. `maximum` bounds the declared length. Throws `invalid-structure`, `truncated`, `resource-limit`. */
export function decodeSnappy(input: Uint8Array, maximum: number): Uint8Array {
  let at = 0;
  const byte = () => {
    const value = input[at++];
    if (value === undefined) throw new FormatError('truncated', 'expected more Snappy data, found the end', at - 1);
    return value;
  };
  const little = (count: number) => {
    let value = 0;
    for (let i = 0; i < count; i++) value += byte() * 2 ** (8 * i);
    return value;
  };
  let declared = 0;
  for (let shift = 0; ; shift += 7) {
    const value = byte();
    declared += (value & 0x7f) * 2 ** shift;
    if (value < 0x80) break;
    if (shift >= 28) throw new FormatError('invalid-structure', 'expected a length of at most 5 bytes, found more', at);
  }
  if (declared > maximum)
    throw new FormatError(
      'resource-limit',
      `expected at most ${maximum} bytes, found a Snappy block of ${declared}`,
      0,
    );
  const output = new Uint8Array(declared);
  let filled = 0;
  const room = (count: number) => {
    if (count > declared - filled)
      throw new FormatError('invalid-structure', `expected ${declared} bytes of Snappy output, found more`, at);
  };
  while (at < input.length) {
    const tag = byte();
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const length = (short < 60 ? short : little(short - 59)) + 1;
      room(length);
      if (length > input.length - at)
        throw new FormatError('truncated', `expected ${length} bytes, found ${input.length - at}`, at);
      output.set(input.subarray(at, at + length), filled);
      at += length;
      filled += length;
      continue;
    }
    const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const distance = kind === 1 ? (tag >> 5) * 256 + byte() : little(kind === 2 ? 2 : 4);
    if (distance === 0 || distance > filled)
      throw new FormatError(
        'invalid-structure',
        `expected a copy from within ${filled} bytes, found distance ${distance}`,
        at,
      );
    room(length);
    // Byte by byte: a copy may overlap what it writes.
    for (let i = 0; i < length; i++, filled++) output[filled] = output[filled - distance] as number;
  }
  if (filled !== declared)
    throw new FormatError('truncated', `expected ${declared} bytes of Snappy output, found ${filled}`, at);
  return output;
}
