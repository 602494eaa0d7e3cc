import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { HEADER_BYTES, type MatArray, type MatData, MI, MI_BYTES, MX, readMatArrays } from '../containers/matlab5.js';
import { byteLengthOf, countElements } from './dtypes.js';
import {
  begin,
  certain,
  type Format,
  type ModelInput,
  NO,
  type Observation,
  type Tensor,
  type TensorInfo,
} from './format.js';
import { has } from './glimpse.js';
import { readMatNumbers, readMatText } from './matlab-values.js';

const DTYPES: Readonly<Record<number, string>> = {
  [MX.double]: 'float64',
  [MX.single]: 'float32',
  [MX.int8]: 'int8',
  [MX.uint8]: 'uint8',
  [MX.int16]: 'int16',
  [MX.uint16]: 'uint16',
  [MX.int32]: 'int32',
  [MX.uint32]: 'uint32',
  [MX.int64]: 'int64',
  [MX.uint64]: 'uint64',
};

/** Type of values by how they are stored; MATLAB stores small integers in fewer bytes than their class has. */
const DTYPE_OF_STORED: Readonly<Record<number, string>> = {
  [MI.double]: 'float64',
  [MI.single]: 'float32',
  [MI.int8]: 'int8',
  [MI.uint8]: 'uint8',
  [MI.int16]: 'int16',
  [MI.uint16]: 'uint16',
  [MI.int32]: 'int32',
  [MI.uint32]: 'uint32',
  [MI.int64]: 'int64',
  [MI.uint64]: 'uint64',
};

/** MAT-files of level 5 and 7, as MATLAB (`-v6`, `-v7`), Octave and SciPy write them. */
export const matlabV5: Format = {
  id: 'matlab-v5',
  name: 'MATLAB MAT-file (level 5)',
  extensions: ['.mat'],
  family: 'science',
  container: 'none',
  signature: '116 bytes of text, version 0x0100 and "IM" or "MI" at 124',
  aliases: ['MATLAB 7 MAT-file'],
  facts: {
    disclosure: 'documented',
    steward: 'MathWorks',
    specification: 'https://www.mathworks.com/help/pdf_doc/matlab/matfile_format.pdf',
    encoding: 'binary',
    holds: 'table',
    independent: true,
    worstLoading: 'data-only',
    mediaType: 'application/x-matlab-data',
    puid: 'fmt/806',
    openExport: 'hdf5',
  },
  recognize({ head }) {
    const hasMark = has(head, 'IM', 126) || has(head, 'MI', 126);
    const version = hasMark && head.length >= HEADER_BYTES ? (has(head, 'IM', 126) ? head[125] : head[124]) : 0;
    return version === 1 ? certain('byte order mark and version 1 at 124') : NO;
  },
  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const { source } = model;
    const header = Buffer.from(await source.read(0, Math.min(source.size, 116))).toString('latin1');
    contents.version = '5';
    const text = header.replace(/[\0 ]+$/, '');
    if (text !== '') contents.facts.push({ key: 'header_text', value: text, where: 'header' });
    const names: string[] = [];
    for await (const array of readMatArrays(source, limits, false)) {
      names.push(array.name);
      for (const { info } of leaves(array, array.name, contents.observations)) contents.tensors.push(info);
    }
    contents.facts.push({ key: 'variables', value: names, where: 'header' });
    return contents;
  },
  async *tensors(model, limits) {
    yield* valuesOf(model, limits);
  },
};

async function* valuesOf(model: ModelInput, limits: Limits): AsyncGenerator<Tensor> {
  for await (const array of readMatArrays(model.source, limits, true)) {
    for (const { info, read } of leaves(array, array.name, [])) yield { info, values: () => once(read) };
  }
}

async function* once(read: () => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield await read();
}

interface Leaf {
  info: TensorInfo;
  read(): Promise<Uint8Array>;
}

/** Arrays of numbers and text inside an array: `s.field`, `c{1}`, `s(2).field`. */
function* leaves(array: MatArray, name: string, observations: Observation[]): Generator<Leaf> {
  switch (array.class) {
    case MX.cell:
      for (const [i, child] of array.children.entries()) yield* leaves(child, `${name}{${i + 1}}`, observations);
      return;
    case MX.struct:
    case MX.object: {
      const elements = array.shape.reduce((product, size) => product * size, 1);
      const fields = array.children.length / Math.max(1, elements);
      for (const [i, child] of array.children.entries())
        yield* leaves(
          child,
          `${name}${elements === 1 ? '' : `(${Math.floor(i / fields) + 1})`}.${child.name}`,
          observations,
        );
      return;
    }
    case MX.char:
      yield { info: infoOf(name, 'string', array.shape.slice(0, -1)), read: () => readMatText(array) };
      return;
    case MX.sparse:
      yield* sparseLeaves(array, name);
      return;
    case MX.function:
    case MX.opaque:
      observations.push({
        kind: 'unread',
        code: 'unsupported',
        message: `expected numbers, found ${array.class === MX.function ? 'a function handle' : 'an object of a class'}`,
        member: name,
      });
      return;
    case 0:
      yield { info: infoOf(name, 'float64', array.shape), read: async () => new Uint8Array(0) };
      return;
    default:
      yield numberLeaf(array, name);
  }
}

function numberLeaf(array: MatArray, name: string): Leaf {
  const real = array.isLogical ? 'bool' : DTYPES[array.class];
  if (real === undefined)
    throw new FormatError('unsupported', `expected an array of class 1 to 17, found ${array.class}`);
  const dtype = array.isComplex ? (real === 'float32' ? 'complex64' : 'complex128') : real;
  const info = infoOf(name, dtype, array.shape);
  const [data] = array.data;
  // One row or one column is the same in either order.
  const isFlat = array.shape.filter((size) => size !== 1).length < 2;
  if (data && array.isInFile && isFlat && !array.isComplex && DTYPE_OF_STORED[data.type] === real) {
    info.offset = data.start;
    info.byteOrder = array.littleEndian ? 'little' : 'big';
  }
  return { info, read: () => readMatNumbers(array, dtype) };
}

function infoOf(name: string, dtype: string, shape: number[]): TensorInfo {
  const count = countElements(shape);
  if (count === undefined)
    throw new FormatError('invalid-structure', `expected a shape that a file can hold, found [${shape.join(', ')}]`);
  return { name, dtype, shape, byteLength: byteLengthOf(dtype, count) ?? 0 };
}

/** Compressed sparse columns under the names that other sparse tensors have. */
function* sparseLeaves(array: MatArray, name: string): Generator<Leaf> {
  const [rows, columns, ...values] = array.data;
  const dtype = array.isLogical ? 'bool' : array.isComplex ? 'complex128' : 'float64';
  const count = values[0] ? values[0].length / (MI_BYTES[values[0].type] ?? 8) : 0;
  const parts: [string, string, MatData | undefined, MatArray][] = [
    [
      'row_indices',
      'int32',
      rows,
      { ...array, class: MX.int32, isComplex: false, isLogical: false, data: rows ? [rows] : [] },
    ],
    [
      'ccol_indices',
      'int32',
      columns,
      { ...array, class: MX.int32, isComplex: false, isLogical: false, data: columns ? [columns] : [] },
    ],
    ['values', dtype, values[0], { ...array, class: MX.double, data: values }],
  ];
  for (const [suffix, type, data, part] of parts) {
    const length = suffix === 'values' ? count : data ? data.length / (MI_BYTES[data.type] ?? 4) : 0;
    const shaped = { ...part, shape: [length] };
    yield { info: infoOf(`${name}.${suffix}`, type, [length]), read: () => readMatNumbers(shaped, type) };
  }
}
