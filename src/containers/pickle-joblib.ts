import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';
import { dtypeOf, hasObjects } from './numpy-dtype.js';
import { calleeName, entryOf, itemsOf, numberOf, type PickleArray, type PickleObject } from './pickle-value.js';

/** True for a class of joblib's pickles; scikit-learn brought joblib along until 0.22, under a name of its own. */
export const isOfJoblib = (name: string | undefined, wrapper: string): boolean =>
  name === `joblib.numpy_pickle.${wrapper}` || name === `sklearn.externals.joblib.numpy_pickle.${wrapper}`;

/** True for the object behind whose BUILD joblib reads raw bytes from the stream. */
export const isArrayWrapper = (object: PickleObject): boolean => isOfJoblib(calleeName(object), 'NumpyArrayWrapper');

/**
 * Where the values of a joblib array lie: right behind BUILD, after one byte that counts the padding where the wrapper
 * has an alignment (joblib 1.2 and later). `end` is -1 for object arrays, whose items are a pickle.
 * Throws `truncated` where the file is shorter than the shape says, `invalid-structure` where shape or dtype make no sense.
 */
export async function joblibArrayAt(source: ByteSource, wrapper: PickleObject, at: number): Promise<PickleArray> {
  const dtype = dtypeOf(entryOf(wrapper.state, 'dtype'));
  const shape = itemsOf(entryOf(wrapper.state, 'shape'))?.map((dimension) => numberOf(dimension) ?? -1);
  if (!dtype || !shape || shape.some((dimension) => !Number.isSafeInteger(dimension) || dimension < 0)) {
    throw new FormatError('invalid-structure', 'expected shape and dtype of a joblib array, found other values', at);
  }
  if (hasObjects(dtype)) return { kind: 'array', wrapper, start: at, end: -1 };
  const length = shape.reduce((product, dimension) => product * dimension, dtype.itemSize);
  const isAligned = numberOf(entryOf(wrapper.state, 'numpy_array_alignment_bytes')) !== undefined;
  const padding = isAligned && at < source.size ? 1 + ((await source.read(at, at + 1))[0] as number) : 0;
  const start = at + padding;
  if (!Number.isSafeInteger(start + length) || start + length > source.size) {
    // Too few whole items, or next to none of them, contradict the shape; anything else was cut.
    const found = Math.max(0, source.size - start);
    const contradicts = found * 100 < length || (dtype.itemSize > 0 && found % dtype.itemSize === 0);
    const code = contradicts ? 'invalid-structure' : 'truncated';
    throw new FormatError(code, `expected ${length} bytes of a joblib array, found ${found}`, start);
  }
  return { kind: 'array', wrapper, start, end: start + length };
}
