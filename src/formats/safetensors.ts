import { append } from '../bytes/append.js';
import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { isObject, type Json, type JsonObject, parseJson } from '../containers/json-document.js';
import { checkCoverage, holesOf, type Placed } from './coverage.js';
import { byteLengthOf, countElements } from './dtypes.js';
import {
  begin,
  type Contents,
  certain,
  type Format,
  NO,
  type Observation,
  possible,
  type Tensor,
  type TensorInfo,
} from './format.js';
import { addHiddenInHoles } from './hidden-pickles.js';

/** The specification's own limit on the header. */
const MAX_HEADER = 100_000_000;
const PREFIX = 8;

/** Names of the specification → dtype. Sub-byte types are packed. */
export const SAFETENSORS_DTYPES: Readonly<Record<string, string>> = {
  BOOL: 'bool',
  I8: 'int8',
  I16: 'int16',
  I32: 'int32',
  I64: 'int64',
  U8: 'uint8',
  U16: 'uint16',
  U32: 'uint32',
  U64: 'uint64',
  F4: 'float4_e2m1fn',
  F6_E2M3: 'float6_e2m3fn',
  F6_E3M2: 'float6_e3m2fn',
  F8_E4M3: 'float8_e4m3fn',
  F8_E4M3FNUZ: 'float8_e4m3fnuz',
  F8_E5M2: 'float8_e5m2',
  F8_E5M2FNUZ: 'float8_e5m2fnuz',
  F8_E8M0: 'float8_e8m0fnu',
  F16: 'float16',
  BF16: 'bfloat16',
  F32: 'float32',
  F64: 'float64',
  C64: 'complex64',
};

export const safetensors: Format = {
  id: 'safetensors',
  name: 'safetensors',
  extensions: ['.safetensors'],
  family: 'exchange',
  container: 'none',
  signature: '64-bit length of a JSON header at 0, "{" at 8',
  facts: {
    disclosure: 'documented',
    steward: 'safetensors project (Hugging Face)',
    specification: 'https://github.com/huggingface/safetensors#format',
    encoding: 'binary',
    holds: 'weights',
    independent: true,
    worstLoading: 'data-only',
  },

  recognize({ head, extension }) {
    if (head.length < PREFIX + 2) return NO;
    // A length below 2^40 has zero bytes where any text has letters.
    if (head[5] !== 0 || head[6] !== 0 || head[7] !== 0) return NO;
    if (head[PREFIX] === 0x7b) return certain('header length at 0, JSON object at 8');
    return extension === '.safetensors' ? possible('header length at 0') : NO;
  },

  async inspect(model, limits) {
    const { source } = model;
    const { header, dataStart } = await readHeader(source, limits);
    const contents = begin(model, 'data-only');
    addMetadata(header['__metadata__'], contents);
    const placed: Placed[] = [];
    for (const [name, entry] of Object.entries(header)) {
      if (name === '__metadata__') continue;
      if (contents.tensors.length >= limits.tensors)
        throw new FormatError('resource-limit', `expected at most ${limits.tensors} tensors, found more`);
      const tensor = describe(name, entry, dataStart, contents.observations);
      if (!tensor) continue;
      contents.tensors.push(tensor.info);
      placed.push(tensor.place);
    }
    append(contents.observations, checkCoverage(placed, dataStart, source.size));
    await addHiddenInHoles(contents, source, holesOf(placed, dataStart, source.size), { base: 0 }, limits);
    contents.storedBytes = source.size - dataStart;
    return contents;
  },

  async *tensors(model, limits) {
    const { tensors } = await this.inspect(model, limits);
    for (const info of tensors) yield tensorAt(info, model.source);
  },
};

/** A tensor whose values lie as they are, little-endian, at its offset. */
export function tensorAt(info: TensorInfo, source: ByteSource): Tensor {
  const { offset, byteLength } = info;
  return offset === undefined ? { info } : { info, values: () => chunks(source, offset, offset + byteLength) };
}

/** Reads the JSON header and nothing else. */
export async function readHeader(
  source: ByteSource,
  limits: Limits,
): Promise<{ header: JsonObject; dataStart: number }> {
  const length = new Cursor(await source.read(0, PREFIX)).size64();
  if (length > MAX_HEADER)
    throw new FormatError('invalid-structure', `expected a header of at most ${MAX_HEADER} bytes, found ${length}`, 0);
  if (length > limits.headerBytes)
    throw new FormatError(
      'resource-limit',
      `expected a header of at most ${limits.headerBytes} bytes, found ${length}`,
      0,
    );
  if (PREFIX + length > source.size)
    throw new FormatError(
      'invalid-structure',
      `expected a header within ${source.size} bytes, found length ${length}`,
      0,
    );
  const bytes = await source.read(PREFIX, PREFIX + length);
  if (bytes[0] !== 0x7b) throw new FormatError('invalid-structure', 'expected "{", found another byte', PREFIX);
  const header = parseJson(bytes, { depth: limits.depth, base: PREFIX });
  if (!isObject(header)) throw new FormatError('invalid-structure', 'expected a JSON object', PREFIX);
  return { header, dataStart: PREFIX + length };
}

function addMetadata(metadata: Json | undefined, contents: Contents): void {
  if (metadata === undefined) return;
  if (!isObject(metadata)) {
    contents.observations.push({
      kind: 'malformed',
      code: 'invalid-structure',
      message: 'expected an object of strings, found something else',
      member: '__metadata__',
    });
    return;
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value === 'string') contents.facts.push({ key, value, where: `__metadata__#${key}` });
    else
      contents.observations.push({
        kind: 'malformed',
        code: 'invalid-structure',
        message: `expected a string, found ${typeof value}`,
        member: `__metadata__#${key}`,
      });
  }
}

/** One header entry, checked by itself; null where it describes no tensor, with the reason among the observations. */
function describe(
  name: string,
  entry: Json | undefined,
  dataStart: number,
  observations: Observation[],
): { info: TensorInfo; place: Placed } | null {
  const reject = (message: string) => {
    observations.push({ kind: 'malformed', code: 'invalid-structure', message, name });
    return null;
  };
  if (!isObject(entry)) return reject('expected an object with dtype, shape and data_offsets');
  const { dtype: declaredDtype, shape, data_offsets: offsets, ...rest } = entry;
  const dtype =
    typeof declaredDtype === 'string' && Object.hasOwn(SAFETENSORS_DTYPES, declaredDtype)
      ? SAFETENSORS_DTYPES[declaredDtype]
      : undefined;
  if (dtype === undefined) return reject(`expected a known dtype, found ${JSON.stringify(declaredDtype)}`);
  if (!isCounts(shape)) return reject('expected a shape of integers of 0 or more');
  if (!isCounts(offsets) || offsets.length !== 2) return reject('expected two data_offsets of 0 or more');
  const [begin, end] = offsets as [number, number];
  if (end < begin) return reject(`expected data_offsets in order, found [${begin}, ${end}]`);
  for (const key of Object.keys(rest))
    observations.push({
      kind: 'unaccounted',
      code: 'unknown-field',
      message: `expected dtype, shape and data_offsets only, found "${key}"`,
      name,
    });
  const count = countElements(shape);
  if (count === undefined) return reject(`expected a shape of fewer than 2^53 elements, found [${shape.join(', ')}]`);
  const byteLength = byteLengthOf(dtype, count);
  if (byteLength === undefined || byteLength !== end - begin)
    return reject(`expected ${byteLength} bytes for ${declaredDtype} [${shape.join(', ')}], found ${end - begin}`);
  const info: TensorInfo = { name, dtype, shape, byteLength, offset: dataStart + begin, byteOrder: 'little' };
  return { info, place: { name, start: dataStart + begin, end: dataStart + end } };
}

const isCounts = (value: Json | undefined): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
