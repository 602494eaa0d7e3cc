import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { isNpy, readNpyHeader } from '../containers/npy.js';
import { hasObjects } from '../containers/numpy-dtype.js';
import { readPickle } from '../containers/pickle.js';
import { type Contents, certain, emptyContents, type Format, type FormatFacts, NO } from './format.js';
import { addHiddenPickles } from './hidden-pickles.js';
import { arrayLeaf, type Leaf, objectLeaf, tensorOf } from './numpy-leaf.js';
import { addPickle } from './pickle-contents.js';
import { addProblem, attempt } from './problems.js';

export const NPY_FACTS: FormatFacts = {
  disclosure: 'standard',
  steward: 'NumPy (NumFOCUS)',
  specification: 'https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html',
  encoding: 'binary',
  holds: 'table',
  independent: true,
  worstLoading: 'code',
};

export const npy: Format = {
  id: 'npy',
  name: 'NumPy array',
  extensions: ['.npy'],
  family: 'arrays',
  container: 'none',
  signature: 'bytes 93 4E 55 4D 50 59 at 0, then the version',
  aliases: ['NumPy array'],
  facts: NPY_FACTS,

  recognize: ({ head }) => (isNpy(head) ? certain('\\x93NUMPY at 0') : NO),

  async inspect({ source }, limits) {
    return (await readArray('', source, 0, limits)).contents;
  },

  async *tensors({ source }, limits) {
    const { leaf } = await readArray('', source, 0, limits);
    if (leaf) yield tensorOf(leaf);
  },
};

/** Contents of one npy stream. `base` is its offset in the file, undefined where it is decompressed; `member` names it in a container. */
export async function readArray(
  name: string,
  source: ByteSource,
  base: number | undefined,
  limits: Limits,
  member?: string,
): Promise<{ contents: Contents; leaf: Leaf | null }> {
  const contents = emptyContents('data-only');
  const where = { ...(member !== undefined && { member }), base };
  const header = await attempt(contents, member === undefined ? {} : { member }, () => readNpyHeader(source, limits));
  if (!header) {
    // NumPy spells dtypes in more ways than are read here; where one is of objects, a pickle follows.
    await addHiddenPickles(contents, source, { start: 0, end: source.size }, where, limits);
    return { contents, leaf: null };
  }
  const { dtype, shape, fortran, dataStart, version, descr } = header;
  contents.version = `${version[0]}.${version[1]}`;
  const place = member ?? 'header';
  contents.facts = [
    { key: 'npy_version', value: version[0], where: place },
    { key: 'descr', value: descr, where: place },
    { key: 'fortran_order', value: fortran, where: place },
  ];
  if (hasObjects(dtype)) {
    contents.loading = 'code';
    const pickle = await readPickle(source, dataStart, { limits, arrays: false });
    addPickle(contents, pickle, where);
    if (pickle.value !== undefined) await addRest(contents, source, pickle.end, where, limits);
    const leaf = objectLeaf(name, shape);
    contents.tensors = [leaf.info];
    return { contents, leaf };
  }
  try {
    const leaf = arrayLeaf(name, dtype, {
      source,
      start: dataStart,
      ...(base !== undefined && { base }),
      shape,
      fortran,
    });
    contents.tensors = [leaf.info];
    const end = dataStart + shape.reduce((product, size) => product * size, dtype.itemSize);
    contents.storedBytes = end - dataStart;
    await addRest(contents, source, end, where, limits);
    return { contents, leaf };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    addProblem(contents, error, member === undefined ? {} : { member });
    return { contents, leaf: null };
  }
}

async function addRest(
  contents: Contents,
  source: ByteSource,
  end: number,
  where: { member?: string; base: number | undefined },
  limits: Limits,
): Promise<void> {
  if (end >= source.size) return;
  const { member, base } = where;
  contents.observations.push({
    kind: 'unaccounted',
    code: 'trailing-bytes',
    message: `expected the end after the values, found ${source.size - end} more bytes`,
    ...(member !== undefined && { member }),
    ...(base !== undefined && { offset: base + end }),
  });
  await addHiddenPickles(contents, source, { start: end, end: source.size }, where, limits);
}
