import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { readText, type WireField, walkFields } from '../containers/protobuf.js';
import { countElements } from './dtypes.js';
import type { TensorInfo } from './format.js';
import { packedLength } from './packed-integers.js';
import type { Walk } from './tensorflow-graph-binary.js';

/*
 * MIL program (MIL.proto), the fields that lead to weights:
 *   Program 2 functions (map) · Function 3 blocks (map) · Block 3 operations
 *   Operation 1 type, 3 outputs { 1 name }, 4 blocks, 5 attributes (map of Value)
 *   Value 2 type { 1 tensor { 1 data type, 3 dimensions { 1 constant { 1 size } } } }, 5 blob { 1 file, 2 offset }
 */
const MAP_VALUE = 2;
const DTYPES: Readonly<Record<number, string>> = {
  1: 'bool',
  10: 'float16',
  11: 'float32',
  12: 'float64',
  13: 'bfloat16',
  21: 'int8',
  22: 'int16',
  23: 'int32',
  24: 'int64',
  25: 'int4',
  31: 'uint8',
  32: 'uint16',
  33: 'uint32',
  34: 'uint64',
  35: 'uint4',
  36: 'uint2',
};

/** A constant whose values lie in a blob file, and where its description lies there. */
export interface BlobConstant {
  name: string;
  dtype: string;
  shape: number[];
  file: string;
  /** Offset of the blob's description. */
  at: number;
}

export interface MilProgram {
  operators: Set<string>;
  constants: BlobConstant[];
}

/** Walks a program of one or more functions. */
export async function readMilProgram(walk: Walk, program: WireField, limits: Limits): Promise<MilProgram> {
  const found: MilProgram = { operators: new Set(), constants: [] };
  for await (const entry of inside(walk, program, 2))
    for await (const definition of inside(walk, entry, MAP_VALUE))
      for await (const block of inside(walk, definition, 3))
        for await (const body of inside(walk, block, MAP_VALUE))
          await readBlock(walk, body, found, limits, limits.depth);
  return found;
}

/** Length-delimited fields with a number. */
async function* inside(walk: Walk, message: WireField, number: number): AsyncGenerator<WireField> {
  for await (const field of walkFields(walk.source, message.start, message.end, walk.budget))
    if (field.number === number && field.wire === 2) yield field;
}

async function readBlock(
  walk: Walk,
  block: WireField,
  found: MilProgram,
  limits: Limits,
  depth: number,
): Promise<void> {
  if (depth === 0) throw new FormatError('resource-limit', 'expected blocks nested less deep, found more', block.start);
  for await (const operation of inside(walk, block, 3)) {
    let output = '';
    const attributes: WireField[] = [];
    for await (const field of walkFields(walk.source, operation.start, operation.end, walk.budget)) {
      if (field.wire !== 2) continue;
      if (field.number === 1) found.operators.add(await readText(walk.source, field));
      else if (field.number === 3 && output === '')
        for await (const name of inside(walk, field, 1)) output = await readText(walk.source, name);
      else if (field.number === 4) await readBlock(walk, field, found, limits, depth - 1);
      else if (field.number === 5) attributes.push(field);
    }
    for (const attribute of attributes) await readAttribute(walk, attribute, output, found, limits);
  }
}

/** A constant is the attribute `val`; compressed ones have several arrays. */
async function readAttribute(
  walk: Walk,
  attribute: WireField,
  output: string,
  found: MilProgram,
  limits: Limits,
): Promise<void> {
  let key = '';
  for await (const name of inside(walk, attribute, 1)) key = await readText(walk.source, name);
  for await (const value of inside(walk, attribute, MAP_VALUE)) {
    const constant = await readValue(walk, value);
    if (!constant) continue;
    if (found.constants.length >= limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${limits.tensors} constants, found more`, value.start);
    found.constants.push({ name: key === 'val' ? output : `${output}.${key}`, ...constant });
  }
}

async function readValue(walk: Walk, value: WireField): Promise<Omit<BlobConstant, 'name'> | null> {
  let type = { dtype: '', shape: [] as number[] };
  let file: string | undefined;
  let at = 0;
  for await (const field of walkFields(walk.source, value.start, value.end, walk.budget)) {
    if (field.number === 2 && field.wire === 2)
      for await (const tensor of inside(walk, field, 1)) type = await readType(walk, tensor);
    else if (field.number === 5 && field.wire === 2)
      for await (const part of walkFields(walk.source, field.start, field.end, walk.budget)) {
        if (part.number === 1 && part.wire === 2) file = await readText(walk.source, part);
        else if (part.number === 2) at = Number(part.varint);
      }
  }
  return file === undefined ? null : { ...type, file, at };
}

async function readType(walk: Walk, tensor: WireField): Promise<{ dtype: string; shape: number[] }> {
  const shape: number[] = [];
  let dtype = '';
  for await (const field of walkFields(walk.source, tensor.start, tensor.end, walk.budget)) {
    if (field.number === 1 && field.wire === 0) dtype = DTYPES[Number(field.varint)] ?? `coreml:${field.varint}`;
    else if (field.number === 3 && field.wire === 2)
      for await (const constant of inside(walk, field, 1))
        for await (const size of walkFields(walk.source, constant.start, constant.end, walk.budget))
          if (size.number === 1) shape.push(Number(size.varint));
  }
  return { dtype, shape };
}

/** Blob: sentinel u32, type u32, bytes u64, offset of the values u64. */
const SENTINEL = 0xdeadbeef;
const DESCRIPTION_BYTES = 24;

/** The tensor that a constant is, once its blob file is open. Throws where the file contradicts the program. */
export async function blobTensor(
  { name, dtype, shape, at }: BlobConstant,
  file: string,
  source: ByteSource,
): Promise<TensorInfo> {
  if (at + DESCRIPTION_BYTES > source.size)
    throw new FormatError(
      'truncated',
      `expected a blob at ${at} for "${name}", found a file of ${source.size} bytes`,
      at,
    );
  const bytes = await source.read(at, at + DESCRIPTION_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, DESCRIPTION_BYTES);
  if (view.getUint32(0, true) !== SENTINEL)
    throw new FormatError('invalid-structure', `expected the mark of a blob for "${name}", found other bytes`, at);
  const stored = Number(view.getBigUint64(8, true));
  const offset = Number(view.getBigUint64(16, true));
  const byteLength = packedLength(dtype, countElements(shape) ?? Number.NaN);
  if (byteLength !== stored || offset + stored > source.size)
    throw new FormatError(
      'invalid-structure',
      `expected ${byteLength} bytes for ${dtype} [${shape.join(', ')}] of "${name}", found ${stored} at ${offset}`,
      at,
    );
  return { name, dtype, shape, byteLength, offset, byteOrder: 'little', file };
}
