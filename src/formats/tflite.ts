import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { type FlatRange, type FlatTable, openRoot } from '../containers/flatbuffers.js';
import { windowedSource } from '../containers/windowed-source.js';
import { countElements } from './dtypes.js';
import { certain, emptyContents, type Format, NO, type Observation, type TensorInfo } from './format.js';
import { has } from './glimpse.js';
import { packedLength, unpackedInfo, unpackedTensor } from './packed-integers.js';
import { addEffect } from './tensorflow-operators.js';
import operatorNames from './tflite-operators.json' with { type: 'json' };

/** TensorType → dtype, by number. */
const DTYPES = [
  'float32',
  'float16',
  'int32',
  'uint8',
  'int64',
  'string',
  'bool',
  'int16',
  'complex64',
  'int8',
  'float64',
  'complex128',
  'uint64',
  'object',
  'object',
  'uint32',
  'uint16',
  'int4',
  'bfloat16',
] as const;
const CUSTOM = 32;

interface Flat {
  version: number;
  description: string;
  operators: Set<string>;
  custom: Set<string>;
  /** Name, shape and dtype of every tensor, activations included. */
  all: [string, number[], string][];
  weights: TensorInfo[];
  observations: Observation[];
}

export const tflite: Format = {
  id: 'tflite',
  name: 'TensorFlow Lite (LiteRT)',
  extensions: ['.tflite', '.lite'],
  family: 'tensorflow',
  container: 'flatbuffers',
  signature: '"TFL3" at 4',
  aliases: ['LiteRT'],
  facts: {
    disclosure: 'documented',
    steward: 'Google',
    specification: 'https://github.com/google-ai-edge/LiteRT/blob/main/tflite/converter/schema/schema.fbs',
    encoding: 'binary',
    holds: 'model',
    independent: false,
    worstLoading: 'program',
    openExport: 'onnx',
  },

  recognize: ({ head }) => (has(head, 'TFL3', 4) ? certain('"TFL3" at 4') : NO),

  async inspect({ source }, limits) {
    const model = await readModel(source, limits);
    const contents = emptyContents('program');
    contents.version = String(model.version);
    contents.facts.push({ key: 'schema_version', value: model.version, where: 'Model.version' });
    if (model.description)
      contents.facts.push({ key: 'description', value: model.description, where: 'Model.description' });
    contents.facts.push({ key: 'graph_tensors', value: model.all.length, where: 'SubGraph.tensors' });
    contents.operators = [...model.operators].sort(byBytes);
    // Flex operators are TensorFlow's own, run by its delegate.
    for (const name of [...model.custom].sort(byBytes)) if (name.startsWith('Flex')) addEffect(name.slice(4), contents);
    append(contents.observations, model.observations);
    contents.tensors = model.weights.map(unpackedInfo);
    contents.storedBytes = model.weights.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return contents;
  },

  async *tensors({ source }, limits) {
    const { weights } = await readModel(source, limits);
    for (const info of weights) {
      const { offset, byteLength } = info;
      yield unpackedTensor(
        offset === undefined ? { info } : { info, values: () => chunks(source, offset, offset + byteLength) },
      );
    }
  },
};

/** Model: 0 version, 1 operator_codes, 2 subgraphs, 3 description, 4 buffers. */
async function readModel(input: ByteSource, limits: Limits): Promise<Flat> {
  const source = windowedSource(input);
  const root = await openRoot(source);
  const model: Flat = {
    version: await root.u32(0),
    description: await root.text(3),
    operators: new Set(),
    custom: new Set(),
    all: [],
    weights: [],
    observations: [],
  };
  const budget = { left: limits.tensors };
  const buffers = await readBuffers(root, source.size, budget);
  for await (const code of root.tables(1)) await readOperator(code, model, budget);
  let graphs = 0;
  for await (const graph of root.tables(2)) {
    const prefix = graphs++ === 0 ? '' : `${graphs - 1}/`;
    for await (const tensor of graph.tables(0)) await readTensor(tensor, prefix, buffers, model, budget);
  }
  return model;
}

/** A vector may name one table a million times: what is read is counted, not what is stored. */
function spend(budget: { left: number }, what: string): void {
  if (budget.left-- <= 0)
    throw new FormatError('resource-limit', `expected fewer ${what}, found more than the limit of tensors`);
}

/** Buffer: 0 data, or 1 offset and 2 size in the file where it outgrew the buffer. */
async function readBuffers(root: FlatTable, size: number, budget: { left: number }): Promise<(FlatRange | null)[]> {
  const buffers: (FlatRange | null)[] = [];
  for await (const buffer of root.tables(4)) {
    spend(budget, 'buffers');
    const offset = await buffer.u64(1);
    const length = await buffer.u64(2);
    const outside = offset > 1 ? { start: offset, end: offset + length } : null;
    if (outside && outside.end > size)
      throw new FormatError('truncated', `expected ${length} bytes of a buffer, found a file of ${size}`, offset);
    buffers.push(outside ?? (await buffer.bytes(0)));
  }
  return buffers;
}

/** OperatorCode: 0 deprecated_builtin_code, 1 custom_code, 3 builtin_code; the larger of the two codes counts. */
async function readOperator(code: FlatTable, model: Flat, budget: { left: number }): Promise<void> {
  spend(budget, 'operators');
  const builtin = Math.max(await code.i8(0), await code.i32(3));
  if (builtin !== CUSTOM) {
    model.operators.add(operatorNames[builtin] ?? `BUILTIN_${builtin}`);
    return;
  }
  const name = await code.text(1);
  model.operators.add(`custom::${name}`);
  model.custom.add(name);
}

/** Tensor: 0 shape, 1 type, 2 buffer, 3 name, 6 sparsity. Buffer 0 is the empty one; a filled one holds weights. */
async function readTensor(
  tensor: FlatTable,
  prefix: string,
  buffers: readonly (FlatRange | null)[],
  model: Flat,
  budget: { left: number },
): Promise<void> {
  spend(budget, 'tensors');
  const name = prefix + (await tensor.text(3));
  const shape = await tensor.i32s(0);
  const dtype = DTYPES[await tensor.i8(1)] ?? 'unknown';
  model.all.push([name, shape, dtype]);
  const index = await tensor.u32(2);
  if (index >= buffers.length)
    throw new FormatError(
      'invalid-structure',
      `expected a buffer below ${buffers.length}, found ${index}`,
      tensor.position,
    );
  const stored = buffers[index];
  if (!stored || stored.end === stored.start) return;
  const count = countElements(shape);
  const expected = count === undefined ? undefined : packedLength(dtype, count);
  const length = stored.end - stored.start;
  if (await tensor.table(6)) {
    model.weights.push({ name, dtype, shape, byteLength: expected ?? length });
    model.observations.push({
      kind: 'unread',
      code: 'unsupported',
      message: 'expected a dense tensor, found a sparse one',
      name,
    });
  } else if (expected === undefined && dtype === 'string')
    model.weights.push({ name, dtype, shape, byteLength: length });
  else if (expected !== length) {
    model.observations.push({
      kind: 'malformed',
      code: 'invalid-structure',
      message: `expected ${expected ?? 'a known number of'} bytes for ${dtype} [${shape.join(', ')}], found ${length}`,
      name,
      offset: stored.start,
    });
  } else model.weights.push({ name, dtype, shape, byteLength: length, offset: stored.start, byteOrder: 'little' });
}
