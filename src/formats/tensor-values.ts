import { FormatError } from '../bytes/format-error.js';
import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import type { Tensor } from './tensor.js';

/** Reads one little-endian item as a number. */
const READERS: Readonly<Record<string, { bytes: number; read: (view: DataView, at: number) => number }>> = {
  bool: { bytes: 1, read: (view, at) => view.getUint8(at) },
  int8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  int16: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  int32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  int64: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  uint8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  uint16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  uint32: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  uint64: { bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
  float16: { bytes: 2, read: (view, at) => float16(view.getUint16(at, true)) },
  bfloat16: { bytes: 2, read: (view, at) => bfloat16(view.getUint16(at, true)) },
  float32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  float64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
};

/** IEEE 754 binary16. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));
function bfloat16(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/**
 * All values of a tensor as numbers, row-major; integers beyond 2^53 are rounded. Throws `unsupported` for dtypes that
 * are no real numbers, and `resource-limit` above `limits.inflatedBytes`: use `values` for what may be large.
 */
export async function readNumbers(tensor: Tensor, limits: Limits = DEFAULT_LIMITS): Promise<Float64Array> {
  const { info } = tensor;
  const reader = Object.hasOwn(READERS, info.dtype) ? READERS[info.dtype] : undefined;
  if (!reader) throw new FormatError('unsupported', `expected numbers in "${info.name}", found ${info.dtype}`);
  const bytes = await heldValues(tensor, limits);
  const count = info.shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== count * reader.bytes)
    throw new FormatError(
      'invalid-structure',
      `expected ${count * reader.bytes} bytes of "${info.name}", found ${bytes.length}`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) numbers[i] = reader.read(view, i * reader.bytes);
  return numbers;
}

/** All values of a tensor of strings, row-major; null is R's `NA`. */
export async function readStrings(tensor: Tensor, limits: Limits = DEFAULT_LIMITS): Promise<(string | null)[]> {
  if (tensor.info.dtype !== 'string')
    throw new FormatError('unsupported', `expected strings in "${tensor.info.name}", found ${tensor.info.dtype}`);
  const bytes = await heldValues(tensor, limits);
  const strings: (string | null)[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readInt32LE(at);
    at += 4;
    strings.push(length < 0 ? null : bytes.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return strings;
}

async function heldValues({ info, values }: Tensor, limits: Limits): Promise<Buffer> {
  if (!values) throw new FormatError('unsupported', `expected values of "${info.name}", found none`);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of values()) {
    length += part.length;
    if (length > limits.inflatedBytes)
      throw new FormatError(
        'resource-limit',
        `expected at most ${limits.inflatedBytes} bytes of "${info.name}", found more`,
      );
    parts.push(part);
  }
  return Buffer.concat(parts);
}
