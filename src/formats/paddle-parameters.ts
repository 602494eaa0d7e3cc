import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { ForwardReader } from '../containers/forward-reader.js';
import { FIELD_BUDGET, walkFields } from '../containers/protobuf.js';
import { windowedSource } from '../containers/windowed-source.js';
import { byteLengthOf, countElements } from './dtypes.js';
import { certain, emptyContents, type Format, type FormatFacts, NO, type Tensor, type TensorInfo } from './format.js';
import { has } from './glimpse.js';

/*
 * .pdiparams: tensors one after the other, in the order of their sorted names, which the program beside has.
 *   version u32 0 | levels u64, each: bytes u64, offsets | version u32 0 | length i32 | TensorDesc | values
 *   TensorDesc (protobuf): 1 type of the elements, 2 dimensions
 */
const DTYPES: Readonly<Record<number, string>> = {
  0: 'bool',
  1: 'int16',
  2: 'int32',
  3: 'int64',
  4: 'float16',
  5: 'float32',
  6: 'float64',
  19: 'uint64',
  20: 'uint8',
  21: 'int8',
  22: 'bfloat16',
  23: 'complex64',
  24: 'complex128',
  32: 'float8_e4m3fn',
  33: 'float8_e5m2',
};
/** Two versions, no levels, the length of the description. */
const SMALLEST_HEADER = 4 + 8 + 4 + 4;
const MOST_LEVELS = 64;
const LONGEST_DESCRIPTION = 1 << 16;

export const PADDLE_FACTS: FormatFacts = {
  disclosure: 'source',
  steward: 'PaddlePaddle (Baidu)',
  specification: 'https://github.com/PaddlePaddle/Paddle/blob/develop/paddle/fluid/framework/framework.proto',
  encoding: 'binary',
  holds: 'weights',
  independent: false,
  worstLoading: 'data-only',
  openExport: 'safetensors',
};

export const paddleParameters: Format = {
  id: 'paddle-pdiparams',
  name: 'PaddlePaddle parameters',
  extensions: ['.pdiparams'],
  family: 'frameworks',
  container: 'none',
  signature: '16 zero bytes, then a length and the description of a tensor',
  facts: PADDLE_FACTS,

  recognize: ({ head, extension }) => {
    if (!has(head, new Array(16).fill(0)) || head.length < SMALLEST_HEADER + 2) return NO;
    const length = (head[16] ?? 0) | ((head[17] ?? 0) << 8);
    const isDescription =
      head[18] === 0 && head[19] === 0 && length >= 2 && head[20] === 0x08 && DTYPES[head[21] ?? 255] !== undefined;
    // Dimensions follow, each with its tag, or all in one run.
    const hasShape = length === 2 || head[22] === 0x10 || head[22] === 0x12;
    return isDescription && hasShape && (extension === '.pdiparams' || extension === '')
      ? certain('a tensor of PaddlePaddle at 0')
      : NO;
  },

  async inspect({ source }, limits) {
    const contents = emptyContents('data-only');
    contents.tensors = await readParameters(source, limits);
    contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
    contents.needs.push({ package: 'paddlepaddle', version: '', evidence: 'tensors of PaddlePaddle' });
    return contents;
  },

  async *tensors({ source }, limits) {
    yield* parameterTensors(source, await readParameters(source, limits));
  },
};

/** Tensors of a file by number, or by the names of the program that they belong to. */
export async function readParameters(
  source: ByteSource,
  limits: Limits,
  names?: readonly string[],
): Promise<TensorInfo[]> {
  const sorted = names?.toSorted(byBytes);
  const reader = new ForwardReader(source);
  const tensors: TensorInfo[] = [];
  while (reader.offset < source.size) {
    if (tensors.length >= limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${limits.tensors} tensors, found more`, reader.offset);
    const name = sorted?.[tensors.length] ?? String(tensors.length);
    tensors.push(await readTensor(reader, name));
  }
  return tensors;
}

async function readTensor(reader: ForwardReader, name: string): Promise<TensorInfo> {
  const at = reader.offset;
  const version = await reader.u32();
  const levels = await reader.size64();
  if (version !== 0 || levels > MOST_LEVELS)
    throw new FormatError('invalid-structure', `expected a tensor of version 0, found version ${version}`, at);
  for (let i = 0; i < levels; i++) skipWithin(reader, await reader.size64());
  await reader.u32();
  const length = await reader.u32();
  if (length > LONGEST_DESCRIPTION)
    throw new FormatError('invalid-structure', `expected a description of a tensor, found ${length} bytes`, at);
  const start = reader.offset;
  skipWithin(reader, length);
  const { dtype, shape } = await readDescription(reader.source, start, start + length);
  const byteLength = byteLengthOf(dtype, countElements(shape) ?? Number.NaN);
  const offset = reader.offset;
  if (byteLength === undefined || byteLength > reader.source.size - offset)
    throw new FormatError(
      'truncated',
      `expected ${dtype} [${shape.join(', ')}] of "${name}", found ${reader.source.size - offset} bytes`,
      offset,
    );
  reader.skip(byteLength);
  return { name, dtype, shape, byteLength, offset, byteOrder: 'little' };
}

function skipWithin(reader: ForwardReader, count: number): void {
  const left = reader.source.size - reader.offset;
  if (count > left) throw new FormatError('truncated', `expected ${count} bytes, found ${left}`, reader.offset);
  reader.skip(count);
}

async function readDescription(
  source: ByteSource,
  start: number,
  end: number,
): Promise<{ dtype: string; shape: number[] }> {
  const shape: number[] = [];
  let type = -1;
  for await (const field of walkFields(windowedSource(source), start, end, { left: FIELD_BUDGET })) {
    if (field.number === 1) type = Number(field.varint);
    else if (field.number === 2 && field.wire === 0) shape.push(Number(BigInt.asIntN(64, field.varint)));
  }
  const dtype = DTYPES[type];
  if (dtype === undefined || countElements(shape) === undefined)
    throw new FormatError('invalid-structure', `expected a type and a shape, found type ${type} and [${shape}]`, start);
  return { dtype, shape };
}

/** Values of tensors that lie in a file as they are. */
export async function* parameterTensors(source: ByteSource, infos: readonly TensorInfo[]): AsyncGenerator<Tensor> {
  for (const info of infos) {
    const { offset = 0, byteLength } = info;
    yield { info, values: () => chunks(source, offset, offset + byteLength) };
  }
}
