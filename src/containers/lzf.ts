import { FormatError } from '../bytes/format-error.js';

/** Decodes LZF, which h5py offers as a fast compression: literal runs and back references of up to 8 KiB. */
export function decodeLzf(bytes: Uint8Array, most: number): Uint8Array {
  const out = new Uint8Array(most);
  let at = 0;
  let filled = 0;
  const next = (): number => {
    const byte = bytes[at++];
    if (byte === undefined)
      throw new FormatError('truncated', 'expected the end of an LZF reference, found the end of the bytes');
    return byte;
  };
  while (at < bytes.length) {
    const control = next();
    if (control < 32) {
      const literal = bytes.subarray(at, at + control + 1);
      if (literal.length !== control + 1)
        throw new FormatError('truncated', `expected ${control + 1} literal bytes, found ${literal.length}`);
      if (filled + literal.length > most) throw tooLong(most);
      out.set(literal, filled);
      at += literal.length;
      filled += literal.length;
      continue;
    }
    const length = (control >> 5 === 7 ? 7 + next() : control >> 5) + 2;
    const from = filled - (((control & 31) << 8) | next()) - 1;
    if (from < 0)
      throw new FormatError('invalid-structure', 'expected an LZF reference inside the output, found one before it');
    if (filled + length > most) throw tooLong(most);
    // References may overlap what they write: byte by byte.
    for (let i = 0; i < length; i++) out[filled++] = out[from + i] as number;
  }
  return out.subarray(0, filled);
}

const tooLong = (most: number): FormatError =>
  new FormatError('invalid-structure', `expected at most ${most} bytes of LZF output, found more`);
