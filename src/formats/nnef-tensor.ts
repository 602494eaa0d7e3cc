import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { byteLengthOf, elementCount } from './dtypes.js';
import { certain, emptyContents, type Format, type FormatFacts, NO, type Tensor, type TensorInfo } from './format.js';

/*
 * A tensor file of NNEF 1.0 (section 5.2), little-endian:
 *   4E EF, u8 major, u8 minor · u32 bytes of data · u32 rank, 8 × u32 shape · u32 bits of an item, u32 kind of item · to 128 reserved
 */
const HEADER_BYTES = 128;
const MOST_DIMENSIONS = 8;
/** By kind of item; quantized ones are listed as the integers that are stored. */
const KINDS = ['float', 'uint', 'uint', 'int', 'int', 'bool'] as const;
const BITS: Readonly<Record<(typeof KINDS)[number], readonly number[]>> = {
  float: [16, 32, 64],
  uint: [8, 16, 32, 64],
  int: [8, 16, 32, 64],
  bool: [1, 8],
};

export const NNEF_FACTS: FormatFacts = {
  disclosure: 'standard',
  steward: 'Khronos Group',
  specification: 'https://registry.khronos.org/NNEF/specs/1.0/nnef-1.0.5.html',
  encoding: 'binary',
  holds: 'weights',
  independent: true,
  worstLoading: 'data-only',
};

export const nnefTensor: Format = {
  id: 'nnef-tensor',
  name: 'NNEF tensor',
  extensions: ['.dat'],
  family: 'exchange',
  container: 'none',
  signature: 'bytes 4E EF 01 at 0, then a minor version',
  facts: NNEF_FACTS,
  recognize: ({ head }) =>
    head[0] === 0x4e && head[1] === 0xef && head[2] === 1 && (head[3] ?? 10) < 10
      ? certain('bytes 4E EF 01 at 0, then a minor version')
      : NO,

  async inspect({ source }) {
    const contents = emptyContents('data-only');
    const { info } = await readNnefTensor('', source);
    contents.tensors = [info];
    contents.version = `1.${(await source.read(3, 4))[0]}`;
    contents.storedBytes = source.size - HEADER_BYTES;
    return contents;
  },

  async *tensors({ source }) {
    yield await readNnefTensor('', source);
  },
};

/** The tensor that a file is, under a name. Throws `truncated`, `invalid-structure`, `unsupported`. */
export async function readNnefTensor(name: string, source: ByteSource): Promise<Tensor> {
  if (source.size < HEADER_BYTES)
    throw new FormatError('truncated', `expected a header of ${HEADER_BYTES} bytes, found ${source.size}`);
  const header = new Cursor(await source.read(0, HEADER_BYTES));
  header.skip(4);
  const declared = header.u32();
  const rank = header.u32();
  if (rank > MOST_DIMENSIONS)
    throw new FormatError('invalid-structure', `expected at most ${MOST_DIMENSIONS} dimensions, found ${rank}`, 8);
  const shape = Array.from({ length: MOST_DIMENSIONS }, () => header.u32()).slice(0, rank);
  const bits = header.u32();
  const number = header.u32();
  const kind = KINDS[number];
  if (kind === undefined || !BITS[kind].includes(bits))
    throw new FormatError('unsupported', `expected items of a known kind, found kind ${number} of ${bits} bits`, 44);
  const count = elementCount(shape, 12);
  const stored = bits === 1 ? Math.ceil(count / 8) : count * (bits / 8);
  if (stored !== declared)
    throw new FormatError('invalid-structure', `expected ${stored} bytes of values, found ${declared} declared`, 4);
  if (source.size !== HEADER_BYTES + stored)
    throw new FormatError(
      source.size < HEADER_BYTES + stored ? 'truncated' : 'invalid-structure',
      `expected a file of ${HEADER_BYTES + stored} bytes, found ${source.size}`,
    );
  const dtype = kind === 'bool' ? 'bool' : `${kind}${bits}`;
  const info: TensorInfo = { name, dtype, shape, byteLength: byteLengthOf(dtype, count) ?? stored };
  if (bits === 1) return { info, values: () => unpacked(source, count) };
  info.offset = HEADER_BYTES;
  info.byteOrder = 'little';
  return { info, values: () => chunks(source, HEADER_BYTES, HEADER_BYTES + stored) };
}

/** Booleans of one bit, the highest of a byte first, as bytes. */
async function* unpacked(source: ByteSource, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const part of chunks(source, HEADER_BYTES, source.size)) {
    const out = new Uint8Array(Math.min(left, part.length * 8));
    for (let i = 0; i < out.length; i++) out[i] = ((part[i >> 3] as number) >> (7 - (i & 7))) & 1;
    left -= out.length;
    yield out;
  }
}
