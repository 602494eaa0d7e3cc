import { byBytes } from '../bytes/order.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { openCompanion } from './companion.js';
import {
  type Contents,
  certain,
  emptyContents,
  type Format,
  type ModelInput,
  NO,
  type Observation,
  type TensorInfo,
} from './format.js';
import { type OnnxModel, readOnnx } from './onnx-model.js';
import { recognizeOnnx } from './onnx-recognition.js';
import { contiguous, expectedBytes, type OnnxTensor, tensorValues } from './onnx-tensor.js';

export const onnx: Format = {
  id: 'onnx',
  name: 'ONNX',
  extensions: ['.onnx'],
  facts: {
    disclosure: 'standard',
    steward: 'LF AI & Data Foundation',
    specification: 'https://github.com/onnx/onnx/blob/main/docs/IR.md',
    encoding: 'binary',
    holds: 'model',
    independent: true,
    worstLoading: 'data-only',
  },

  recognize: async (glimpse) => {
    const basis = await recognizeOnnx(glimpse.source);
    return basis === null ? NO : certain(basis);
  },

  async inspect(model, limits) {
    const parsed = await readOnnx(model.source, limits);
    const contents = emptyContents('data-only');
    describeModel(parsed, contents);
    const seen = new Set<string>();
    for (const tensor of parsed.initializers) {
      if (seen.has(tensor.name))
        contents.observations.push({
          kind: 'malformed',
          code: 'duplicate-key',
          message: `expected unique initializer names, found "${tensor.name}" twice`,
          name: tensor.name,
        });
      seen.add(tensor.name);
      const { info } = await place(tensor, model, contents);
      contents.tensors.push(info);
    }
    await addNested(parsed, model, contents);
    return contents;
  },

  async *tensors(model, limits) {
    const parsed = await readOnnx(model.source, limits);
    const contents = emptyContents('data-only');
    for (const tensor of parsed.initializers) {
      const { info, source, readable } = await place(tensor, model, contents);
      const { offset, byteLength } = info;
      if (!readable || !source) yield { info };
      else if (offset !== undefined) yield { info, values: () => chunks(source, offset, offset + byteLength) };
      else yield { info, values: () => tensorValues(source, tensor) };
    }
  },
};

/** Constants of nodes and sub-graphs have no name of their own: they are checked and counted, not listed. */
async function addNested({ nested }: OnnxModel, model: ModelInput, contents: Contents): Promise<void> {
  let bytes = 0;
  for (const tensor of nested) bytes += (await place(tensor, model, contents)).info.byteLength;
  if (nested.length > 0) {
    const where = 'attributes of nodes and sub-graphs';
    contents.facts.push({ key: 'nested_tensors', value: { count: nested.length, bytes }, where });
  }
  contents.storedBytes = contents.tensors.reduce((sum, tensor) => sum + tensor.byteLength, bytes);
}

function describeModel(parsed: OnnxModel, contents: Contents): void {
  const fact = (key: string, value: unknown, where = 'ModelProto') => contents.facts.push({ key, value, where });
  contents.version = String(parsed.irVersion);
  fact('ir_version', parsed.irVersion);
  fact('producer_name', parsed.producerName);
  fact('producer_version', parsed.producerVersion);
  if (parsed.modelVersion) fact('model_version', parsed.modelVersion);
  if (parsed.docString) fact('doc_string', parsed.docString);
  fact('opsets', Object.fromEntries(parsed.opsets), 'ModelProto.opset_import');
  for (const [key, value] of parsed.metadata) fact(key, value, `metadata_props#${key}`);
  fact('inputs', parsed.inputs, 'GraphProto.input');
  fact('outputs', parsed.outputs, 'GraphProto.output');
  if (parsed.sparse.length > 0) fact('sparse_initializers', parsed.sparse, 'GraphProto.sparse_initializer');
  if (parsed.graphs !== 1)
    contents.observations.push({
      kind: 'malformed',
      code: 'invalid-structure',
      message: `expected one graph, found ${parsed.graphs}`,
    });
  contents.operators = [...parsed.operators].filter((operator) => !parsed.functions.has(operator)).sort(byBytes);
}

/** Where a tensor's values lie, and whether they can be read; what is wrong goes to the observations. */
async function place(
  tensor: OnnxTensor,
  model: ModelInput,
  contents: Contents,
): Promise<{ info: TensorInfo; source: ByteSource | null; readable: boolean }> {
  const expected = expectedBytes(tensor);
  const info: TensorInfo = { name: tensor.name, dtype: tensor.dtype, shape: tensor.shape, byteLength: expected ?? 0 };
  const reject = (observation: Pick<Observation, 'code' | 'message'> & Partial<Observation>) => {
    contents.observations.push({ kind: 'malformed', name: tensor.name, offset: tensor.start, ...observation });
    return { info, source: null, readable: false as const };
  };
  if (tensor.dtype === 'string') {
    info.byteLength = tensor.values.reduce((sum, { start, end }) => sum + end - start, 0);
    return { info, source: model.source, readable: true };
  }
  if (expected === undefined) {
    const unknown = tensor.dtype.startsWith('onnx:') || tensor.dtype === '';
    if (unknown)
      return reject({
        kind: 'unread',
        code: 'unsupported',
        message: `expected a known data type, found ${tensor.dtype || 'none'}`,
      });
    return reject({
      code: 'invalid-structure',
      message: `expected a shape that a file can hold, found [${tensor.shape.join(', ')}]`,
    });
  }
  if (tensor.external) return placeOutside(tensor, info, model, contents, reject);
  const run = contiguous(tensor);
  if (!run) {
    if (expected > 0 && tensor.values.length === 0)
      return reject({ code: 'invalid-structure', message: `expected ${expected} bytes of values, found none` });
    return { info, source: model.source, readable: true };
  }
  if (run.end - run.start !== expected)
    return reject({
      code: 'invalid-structure',
      message: `expected ${expected} bytes of values, found ${run.end - run.start}`,
    });
  Object.assign(info, { offset: run.start, byteOrder: 'little' });
  return { info, source: model.source, readable: true };
}

type Reject = (observation: Pick<Observation, 'code' | 'message'> & Partial<Observation>) => {
  info: TensorInfo;
  source: null;
  readable: false;
};

async function placeOutside(
  tensor: OnnxTensor,
  info: TensorInfo,
  model: ModelInput,
  contents: Contents,
  reject: Reject,
) {
  const { location, offset, length, unknownKeys, repeatedKeys } = tensor.external ?? {
    location: '',
    offset: 0,
    unknownKeys: [],
    repeatedKeys: [],
  };
  for (const key of unknownKeys)
    reject({
      kind: 'external',
      code: 'path-escape',
      message: `expected location, offset, length and checksum of external data, found the key "${key}"`,
      name: key,
    });
  for (const key of repeatedKeys)
    reject({
      code: 'duplicate-key',
      message: `expected unique keys of external data, found "${key}" twice`,
      name: key,
    });
  const source = await openCompanion(model, location, contents.observations);
  if (!source) return { info, source: null, readable: false };
  if (!contents.companions.includes(location)) contents.companions.push(location);
  info.file = location;
  if (!Number.isSafeInteger(offset) || offset < 0)
    return reject({ code: 'invalid-structure', message: `expected an offset of external data, found ${offset}` });
  if (length !== undefined && length !== info.byteLength)
    return reject({
      code: 'invalid-structure',
      message: `expected ${info.byteLength} bytes of external data, found length ${length}`,
    });
  if (offset + info.byteLength > source.size) {
    return reject({
      // A file that ends too early is a broken download; a place given twice, the last one beyond the file, was written so.
      code: repeatedKeys.length > 0 ? 'out-of-bounds' : 'invalid-structure',
      message: `expected ${info.byteLength} bytes at ${offset} of "${location}", found a file of ${source.size}`,
    });
  }
  Object.assign(info, { offset, byteOrder: 'little' });
  return { info, source, readable: true };
}
