import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';
import { dtypeOf, hasObjects } from './numpy-dtype.js';
import {
  calleeName,
  className,
  entryOf,
  globalName,
  itemsOf,
  numberOf,
  type PickleArray,
  type PickleObject,
  type PickleValue,
  textOf,
} from './pickle-value.js';

/** True for a class of joblib's pickles; scikit-learn brought joblib along until 0.22, under a name of its own. */
export const isOfJoblib = (name: string | undefined, wrapper: string): boolean =>
  name === `joblib.numpy_pickle.${wrapper}` || name === `sklearn.externals.joblib.numpy_pickle.${wrapper}`;

/** True for the object behind whose BUILD joblib reads raw bytes from the stream. */
export const isArrayWrapper = (object: PickleObject): boolean => isOfJoblib(className(object), 'NumpyArrayWrapper');

/** True for the object behind whose BUILD joblib reads a file beside the pickle: what versions before 0.10 wrote. */
export const namesFile = (object: PickleObject): boolean =>
  isOfJoblib(className(object), 'NDArrayWrapper') || isOfJoblib(className(object), 'ZNDArrayWrapper');

/** True for an instance that has nothing but what its state says: its constructor did not run. */
function isBare(object: PickleObject): boolean {
  if (object.how === 'newobj' || object.how === 'newobj-ex') return true;
  const [, base] = itemsOf(object.args) ?? [];
  const name = calleeName(object) ?? '';
  return (
    /^copy(reg|_reg)\.(__newobj(_ex)?__|_reconstructor)$/.test(name) &&
    /^(undefined|(builtins|__builtin__)\.object)$/.test(String(globalName(base)))
  );
}

/** True for a state that says each thing once, in words that stand in the file, and that nobody else can have changed. */
function isPlainState(state: PickleValue | undefined): boolean {
  if (state === null || typeof state !== 'object' || state.kind !== 'dict') return false;
  const names = state.keys.map(textOf);
  return state.shared === undefined && state.hasOtherKeys === undefined && new Set(names).size === names.length;
}

/** `null` and none mean no alignment; anything else than an integer is read in different ways. */
function alignmentOf(state: PickleValue | undefined): boolean | undefined {
  const alignment = entryOf(state, 'numpy_array_alignment_bytes') ?? null;
  if (alignment === null) return false;
  return typeof alignment === 'number' && Number.isInteger(alignment) ? true : undefined;
}

/**
 * Where the values of a joblib array lie: right behind BUILD, after one byte that counts the padding where the wrapper
 * has an alignment (joblib 1.2 and later). `end` is -1 for object arrays, whose items are a pickle.
 * Throws `truncated` where the file is shorter than the shape says, `invalid-structure` where shape or dtype make no sense.
 */
export async function joblibArrayAt(source: ByteSource, wrapper: PickleObject, at: number): Promise<PickleArray> {
  const dtype = dtypeOf(entryOf(wrapper.state, 'dtype'));
  const dimensions = entryOf(wrapper.state, 'shape') ?? null;
  const isTuple = dimensions !== null && typeof dimensions === 'object' && dimensions.kind === 'tuple';
  const shape = isTuple ? dimensions.items.map((dimension) => numberOf(dimension) ?? -1) : undefined;
  const isAligned = alignmentOf(wrapper.state);
  if (!isBare(wrapper) || !isPlainState(wrapper.state) || isAligned === undefined)
    throw new FormatError('invalid-structure', 'expected what joblib writes for an array, found something else', at);
  if (!dtype || !shape || shape.some((dimension) => !Number.isSafeInteger(dimension) || dimension < 0)) {
    throw new FormatError('invalid-structure', 'expected shape and dtype of a joblib array, found other values', at);
  }
  if (hasObjects(dtype)) return { kind: 'array', wrapper, start: at, end: -1 };
  const length = shape.reduce((product, dimension) => product * dimension, dtype.itemSize);
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
