import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { OutputBuffer } from './output-buffer.js';

const FRAME = 0xfd2fb528;
const STEP = 1 << 14;
/** fzstd's code for input that ends too early. */
const UNEXPECTED_END = 5;

/** Decodes zstd frames (RFC 8878). Fed in small steps, so that output beyond the limits stops it after at most one step. */
export async function decodeZstd(input: Cursor, output: OutputBuffer): Promise<void> {
  checkWindow(input, output);
  const { Decompress } = await import('fzstd');
  const stream = new Decompress((part) => output.append(part));
  try {
    while (input.remaining > 0) {
      const part = input.take(Math.min(STEP, input.remaining));
      stream.push(Uint8Array.from(part), input.remaining === 0);
    }
  } catch (error) {
    if (error instanceof FormatError) throw error;
    const { code, message } = error as { code?: number; message?: string };
    const isCut = code === UNEXPECTED_END;
    throw new FormatError(
      isCut ? 'truncated' : 'invalid-structure',
      `expected a zstd frame, found ${message ?? 'other bytes'}`,
      input.offset,
      { cause: error },
    );
  }
}

/** The window of the first frame is allocated at once: it must not be larger than what may come out. */
function checkWindow(input: Cursor, output: OutputBuffer): void {
  const start = input.position;
  const magic = input.u32();
  if (magic === FRAME) {
    const descriptor = input.u8();
    const isSingleSegment = (descriptor & 0x20) !== 0;
    const window = input.u8();
    const size = isSingleSegment ? 0 : 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8);
    if (size > output.limits.inflatedBytes)
      throw new FormatError(
        'resource-limit',
        `expected a zstd window of at most ${output.limits.inflatedBytes} bytes, found ${size}`,
        input.offset,
      );
  }
  input.seek(start);
}
