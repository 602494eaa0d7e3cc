import { posix } from 'node:path';
import type { TensorInfo } from '../formats/format.js';
import type { Inspection } from '../formats/inspection.js';
import { csvLine } from './csv.js';
import type { BagFacts } from './facts.js';

export const TENSOR_COLUMNS = [
  'file',
  'tensor',
  'dtype',
  'byte_order',
  'shape',
  'strides',
  'offset_in_file',
  'offset_in_zip',
  'bytes',
  'sha256',
] as const;

/** Where the content of a payload file begins in the zip; undefined where it lies beside the bag, or the bag is no zip. */
export type OffsetOf = (path: string) => number | undefined;

/**
 * Lines of tensors.csv: every tensor whose values lie uncompressed in one run, so that they can be read with a seek and a read in any
 * language, from the unpacked file or from the zip itself. `shape` and `strides` (in elements, only where not those of C
 * order) are numbers separated by blanks; `offset_in_zip` is empty where the file lies beside the bag. `sha256` is of the values as little-endian C order.
 */
export function* tensorLines(facts: BagFacts, offsetOf: OffsetOf): Generator<string> {
  yield csvLine(TENSOR_COLUMNS);
  for (const model of facts.inspections) {
    for (const [i, tensor] of model.contents.tensors.entries()) {
      const file = fileOf(facts, model, tensor);
      if (file === undefined || tensor.offset === undefined) continue;
      if (tensor.offset + tensor.byteLength > file.size) continue;
      const start = offsetOf(file.path);
      yield csvLine([
        file.path,
        tensor.name,
        tensor.dtype,
        tensor.byteOrder ?? '',
        tensor.shape.join(' '),
        tensor.strides?.join(' ') ?? '',
        `${tensor.offset}`,
        start === undefined ? '' : `${start + tensor.offset}`,
        `${tensor.byteLength}`,
        model.digests?.[i] ?? '',
      ]);
    }
  }
}

/** The packed file that holds the values: the entry itself, or a companion named relative to the entry's folder. */
function fileOf(facts: BagFacts, model: Inspection, tensor: TensorInfo) {
  if (tensor.file === undefined) return facts.byOriginal.get(model.path);
  const beside = posix.normalize(posix.join(posix.dirname(model.path), tensor.file));
  return facts.byOriginal.get(beside) ?? facts.byOriginal.get(posix.normalize(posix.join(model.path, tensor.file)));
}
