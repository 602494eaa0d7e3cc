import { type ByteSource, chunks } from '../bytes/source.js';
import { openCompanion } from './companion.js';
import type { Contents, ModelInput, Observation } from './format.js';
import { contiguous, expectedBytes, type OnnxTensor, tensorValues } from './onnx-tensor.js';
import { unpackedTensor } from './packed-integers.js';
import type { Tensor, TensorInfo } from './tensor.js';

/** A tensor with the way to its values, where it has one. */
export async function withValues(tensor: OnnxTensor, model: ModelInput, contents: Contents): Promise<Tensor> {
  const { info, source, readable } = await placeStored(tensor, model, contents);
  const { offset, byteLength } = info;
  if (!readable || !source) return unpackedTensor({ info });
  const values = () =>
    offset === undefined ? tensorValues(source, tensor) : chunks(source, offset, offset + byteLength);
  return unpackedTensor({ info, values });
}

/** A tensor as it is stored, without its values; what is wrong goes to the observations. */
export const place = async (tensor: OnnxTensor, model: ModelInput, contents: Contents): Promise<TensorInfo> =>
  (await placeStored(tensor, model, contents)).info;

/** Where a tensor's values lie as they are stored, and whether they can be read. */
async function placeStored(
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
