import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { LzmaDecoder } from './lzma-decoder.js';
import type { OutputBuffer } from './output-buffer.js';

const UNKNOWN_SIZE = 0xffffffffffffffffn;

/** Decodes a `.lzma` stream (LZMA alone): properties, dictionary size, size or all ones, range-coded data. */
export function decodeLzma(input: Cursor, output: OutputBuffer): void {
  const properties = input.u8();
  input.skip(4);
  const size = input.u64();
  if (size !== UNKNOWN_SIZE && size > BigInt(output.limits.inflatedBytes)) {
    throw new FormatError(
      'resource-limit',
      `expected at most ${output.limits.inflatedBytes} decompressed bytes, found ${size} declared`,
      input.offset,
    );
  }
  const decoder = new LzmaDecoder(output);
  decoder.setProperties(properties);
  decoder.decode(input, size === UNKNOWN_SIZE ? null : Number(size));
}

/**
 * Decodes an LZMA2 stream up to its end mark: chunks of a control byte, sizes, and either raw or LZMA data.
 * Each chunk's declared sizes must be met exactly.
 */
export function decodeLzma2(input: Cursor, output: OutputBuffer): void {
  const decoder = new LzmaDecoder(output);
  let needsReset = true;
  let needsProperties = true;
  for (;;) {
    const at = input.offset;
    const control = input.u8();
    if (control === 0) return;
    if (control === 1 || control >= 0xe0) {
      decoder.resetDictionary();
      needsReset = false;
    }
    if (needsReset)
      throw new FormatError('invalid-structure', 'expected an LZMA2 dictionary reset first, found none', at);
    if (control >= 0x80) {
      const size = ((control & 0x1f) << 16) + bigEndian16(input) + 1;
      const compressed = bigEndian16(input) + 1;
      const reset = (control >> 5) & 3;
      if (reset >= 2) {
        decoder.setProperties(input.u8());
        needsProperties = false;
      } else if (reset === 1) decoder.resetState();
      if (needsProperties)
        throw new FormatError('invalid-structure', 'expected LZMA2 properties first, found none', at);
      const chunk = new Cursor(input.take(compressed), input.offset - compressed);
      decoder.decode(chunk, size);
      if (chunk.remaining > 0)
        throw new FormatError(
          'invalid-structure',
          `expected an LZMA2 chunk of ${compressed} bytes, found ${chunk.position} used`,
          at,
        );
    } else if (control <= 2) {
      output.append(input.take(bigEndian16(input) + 1));
      decoder.resetState();
    } else throw new FormatError('invalid-structure', `expected an LZMA2 control byte, found ${control}`, at);
  }
}

const bigEndian16 = (input: Cursor): number => (input.u8() << 8) | input.u8();
