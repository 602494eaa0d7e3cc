import { FormatError } from '../bytes/format-error.js';
import { chunks } from '../bytes/source.js';
import type { RSerialization } from './r-serialization.js';
import { NA_REAL_BITS, parseDouble, READY_BYTES, RInput } from './r-serialization-input.js';
import type { RText, RVector } from './r-serialization-objects.js';
import { decode } from './r-serialization-vectors.js';

type Input = RSerialization['input'];

/** Bytes of one value, as canonical values have them. */
export const R_ITEM_BYTES: Readonly<Record<RVector['kind'], number>> = {
  logical: 4,
  integer: 4,
  double: 8,
  complex: 16,
  raw: 1,
};
/** Values put into one chunk. */
const CHUNK_VALUES = 1 << 16;

/** Values of a vector in the order of R (column-major), little-endian; NA of integers and logicals is -2^31. */
export function streamNumbers(input: Input, vector: RVector): AsyncIterable<Uint8Array> {
  if (vector.sequence) return sequence(vector, vector.sequence);
  return input.encoding === 'ascii' ? fromText(input, vector) : fromBytes(input, vector);
}

async function* sequence(
  { kind, length }: RVector,
  { first, step }: { first: number; step: number },
): AsyncGenerator<Uint8Array> {
  const itemBytes = R_ITEM_BYTES[kind];
  for (let at = 0; at < length; at += CHUNK_VALUES) {
    const count = Math.min(CHUNK_VALUES, length - at);
    const out = Buffer.alloc(count * itemBytes);
    for (let i = 0; i < count; i++) {
      const value = first + step * (at + i);
      if (kind === 'integer') out.writeInt32LE(value | 0, i * itemBytes);
      else out.writeDoubleLE(value, i * itemBytes);
    }
    yield out;
  }
}

async function* fromBytes({ source, encoding }: Input, { kind, data, length }: RVector): AsyncGenerator<Uint8Array> {
  const end = data + length * R_ITEM_BYTES[kind];
  const word = kind === 'complex' ? 8 : R_ITEM_BYTES[kind];
  for await (const part of chunks(source, data, end)) {
    if (encoding === 'little-endian' || word === 1) {
      yield part;
      continue;
    }
    // Chunks are a multiple of every item's size; the source may hand out its own memory.
    const bytes = Buffer.from(part);
    if (word === 8) bytes.swap64();
    else bytes.swap32();
    yield bytes;
  }
}

async function* fromText(origin: Input, { kind, data, length }: RVector): AsyncGenerator<Uint8Array> {
  const input = new RInput(origin.source, 'ascii');
  input.moveTo(data);
  const words = kind === 'complex' ? 2 * length : length;
  const itemBytes = kind === 'complex' ? 8 : R_ITEM_BYTES[kind];
  for (let at = 0; at < words; at += CHUNK_VALUES) {
    const count = Math.min(CHUNK_VALUES, words - at);
    const out = Buffer.alloc(count * itemBytes);
    for (let i = 0; i < count; i++) {
      if (!input.isReady(64)) await input.fill(READY_BYTES);
      if (kind === 'raw') out[i] = input.byte();
      else if (itemBytes === 4) out.writeInt32LE(input.int(), 4 * i);
      else writeDouble(out, 8 * i, input.word(), input.offset);
    }
    yield out;
  }
}

/** NA and NaN are different bits. */
function writeDouble(out: Buffer, at: number, word: string, offset: number): void {
  if (word === 'NA') out.writeBigUInt64LE(NA_REAL_BITS, at);
  else if (word === 'NaN') out.writeBigUInt64LE(0x7ff8000000000000n, at);
  else out.writeDoubleLE(parseDouble(word, offset), at);
}

/** Strings of a vector in order; null is NA. */
export async function* streamTexts(origin: Input, text: RText): AsyncGenerator<string | null> {
  if (text.texts) {
    yield* text.texts;
    return;
  }
  if (text.deferred) {
    yield* deferredTexts(origin, text.deferred);
    return;
  }
  const input = new RInput(origin.source, origin.encoding);
  input.moveTo(text.data);
  for (let i = 0; i < text.length; i++) {
    if (!input.isReady()) await input.fill();
    const flags = input.int();
    const length = input.int();
    if (length === -1) {
      yield null;
      continue;
    }
    const stored = origin.encoding === 'ascii' ? 4 * length + 2 : length;
    if (!input.isReady(stored)) await input.fill(stored);
    yield decode(input.bytes(length), flags, origin.latin1);
  }
}

/** What `as.character` makes of numbers: up to 15 significant digits. */
async function* deferredTexts(origin: Input, numbers: RVector): AsyncGenerator<string | null> {
  if (numbers.kind !== 'integer' && numbers.kind !== 'double')
    throw new FormatError('unsupported', `expected strings of numbers, found strings of ${numbers.kind} values`);
  for await (const part of streamNumbers(origin, numbers)) {
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.length);
    if (numbers.kind === 'integer') {
      for (let at = 0; at < bytes.length; at += 4) {
        const value = bytes.readInt32LE(at);
        yield value === -0x80000000 ? null : String(value);
      }
    } else
      for (let at = 0; at < bytes.length; at += 8)
        yield bytes.readBigUInt64LE(at) === NA_REAL_BITS ? null : formatNumber(bytes.readDoubleLE(at));
  }
}

/**
 * A number as R writes it: the fewest significant digits, at most 15, that give the value to 15 digits; fixed notation
 * where it is no longer than scientific.
 */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '-Inf' : 'Inf';
  if (value === 0) return '0';
  const [mantissa = '', exponentText = '0'] = Math.abs(value).toExponential(14).split('e');
  const digits = mantissa.replace('.', '').replace(/0+$/, '');
  const exponent = Number(exponentText);
  const decimals = Math.max(0, digits.length - exponent - 1);
  const fixedWidth = Math.max(1, exponent + 1) + (decimals > 0 ? decimals + 1 : 0);
  const exponentDigits = Math.abs(exponent) >= 100 ? 3 : 2;
  const scientificWidth = digits.length + (digits.length > 1 ? 1 : 0) + 2 + exponentDigits;
  const sign = value < 0 ? '-' : '';
  if (fixedWidth <= scientificWidth) return sign + fixedText(digits, exponent);
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function fixedText(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return digits.padEnd(exponent + 1, '0');
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}
