import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import type { ByteSource } from '../bytes/source.js';
import { type Bson, type BsonBinary, readBson } from '../containers/bson.js';
import { parseTypeString } from '../containers/numpy-dtype.js';
import { type JuliaType, juliaTypes, visitJulia } from './bson-julia.js';
import { elementCount } from './dtypes.js';
import { begin, certain, type Fact, type Format, NO } from './format.js';
import { latin1Head } from './head-text.js';
import { isOfJulia } from './julia-types.js';
import { type Leaf, stridedLeaf, tensorOf } from './numpy-leaf.js';
import { ScalarFacts } from './scalar-facts.js';
import { orderedStrides, readStrided } from './strided-values.js';

/** Types of elements that a document may begin with, and a key. */
const FIRST_ELEMENT = /^....(?:[\x01-\x05\x07-\x0a\x0d\x0e\x10-\x13][^\x00]+\x00|\x00$)/s;
/** Last part of a type's name → NumPy's type string. A Char is the four bytes of its UTF-8. */
const TYPES: Readonly<Record<string, string>> = {
  Float16: '<f2',
  Float32: '<f4',
  Float64: '<f8',
  BFloat16: 'bfloat16',
  Int8: '<i1',
  Int16: '<i2',
  Int32: '<i4',
  Int64: '<i8',
  UInt8: '<u1',
  UInt16: '<u2',
  UInt32: '<u4',
  UInt64: '<u8',
  Bool: '|b1',
  Char: '<u4',
};
/** Types of tables, which hold what a model was trained on. */
const TABLES = new Set(['StatsModels.ModelFrame', 'DataFrames.DataFrame']);
const COMPLEX: Readonly<Record<string, string>> = { Float32: '<c8', Float64: '<c16' };

/** BSON as Julia's BSON.jl writes it, Flux models among others. Arrays lie column-major; they are told in Julia's order of dimensions. */
export const bson: Format = {
  id: 'bson',
  name: 'BSON',
  aliases: ['BSON.jl', 'Flux'],
  extensions: ['.bson'],
  family: 'science',
  container: 'bson',
  signature: '32-bit length of the file at 0, then a typed element; a zero byte at the end',
  facts: {
    disclosure: 'documented',
    steward: 'MongoDB; JuliaIO for values of Julia',
    specification: 'https://bsonspec.org/spec.html',
    encoding: 'binary',
    holds: 'anything',
    independent: false,
    worstLoading: 'code',
    mediaType: 'application/bson',
    openExport: 'safetensors',
  },

  recognize({ head, tail, size }) {
    if (head.length < 5 || tail.at(-1) !== 0) return NO;
    if (new DataView(head.buffer, head.byteOffset).getInt32(0, true) !== size) return NO;
    return FIRST_ELEMENT.test(latin1Head(head)) ? certain('a BSON document as long as the file') : NO;
  },

  async inspect(model, limits) {
    const { leaves, facts, names, functions } = await read(model.source, limits);
    const foreign = [...names].filter((name) => !isOfJulia(name)).sort(byBytes);
    const contents = begin(model, foreign.length > 0 || functions > 0 ? 'code' : 'data-only');
    contents.tensors = leaves.map(({ info }) => info);
    contents.facts = facts;
    contents.globals = foreign;
    contents.storedBytes = leaves.reduce((sum, { info }) => sum + info.byteLength, 0);
    if (names.size > 0) contents.needs.push({ package: 'BSON', version: '', evidence: 'tags of BSON.jl' });
    for (const name of new Set(foreign.map((name) => name.split('.')[0] as string)))
      if (name !== 'Main') contents.needs.push({ package: name, version: '', evidence: 'types of the values' });
    if (functions > 0)
      contents.observations.push({
        kind: 'callable',
        code: 'julia-code',
        message: `the file brings the code of ${functions} anonymous ${functions === 1 ? 'function' : 'functions'}`,
      });
    return contents;
  },

  async *tensors(model, limits) {
    for (const leaf of (await read(model.source, limits)).leaves) yield tensorOf(leaf);
  },
};

async function read(source: ByteSource, limits: Limits) {
  const { document, values } = await readBson(source, limits);
  const leaves: Leaf[] = [];
  const scalars = new ScalarFacts();
  const tables: string[] = [];
  visitJulia(
    document,
    values,
    {
      array(path, type, size, data) {
        if (leaves.length >= limits.tensors)
          throw new FormatError('resource-limit', `expected at most ${limits.tensors} arrays, found more`);
        leaves.push(leafOf(path, type, size, data, source));
      },
      scalar: (path, value) => scalars.add({ key: path, value, where: `#${path}` }),
      struct: (path, { name }) => TABLES.has(name) && tables.push(path),
    },
    limits,
  );
  const facts: Fact[] = scalars.listed('document');
  const embedded = [...new Set(tables)].map((path) => embeddedTable(path, leaves)).filter(({ bytes }) => bytes > 0);
  if (embedded.length > 0) facts.push({ key: 'embedded_data', value: embedded, where: 'document' });
  return { leaves, facts, ...juliaTypes(document) };
}

/** Rows and bytes of the columns below a path. */
function embeddedTable(path: string, leaves: readonly Leaf[]): { path: string; rows: number; bytes: number } {
  const columns = leaves.map(({ info }) => info).filter(({ name }) => name.startsWith(`${path}.`));
  return {
    path,
    rows: Math.max(0, ...columns.map(({ shape }) => shape[0] ?? 0)),
    bytes: columns.reduce((sum, { byteLength }) => sum + byteLength, 0),
  };
}

/** An array whose items are numbers, or structures that only their program understands. */
function leafOf(
  name: string,
  type: JuliaType | null,
  size: readonly Bson[],
  { start, length }: BsonBinary,
  source: ByteSource,
): Leaf {
  const shape = size.map(Number);
  const text = typeString(type);
  const dtype = parseTypeString(text ?? '');
  const count = elementCount(shape, start);
  const itemBytes = dtype?.itemSize ?? (count > 0 ? length / count : 0);
  if (count * itemBytes !== length || !Number.isSafeInteger(itemBytes))
    throw new FormatError(
      'invalid-structure',
      `expected ${shape.join(' × ')} items of ${type?.name ?? 'a type'} in "${name}", found ${length} bytes`,
      start,
    );
  const items = { source, start, itemBytes, shape, strides: orderedStrides(shape, itemBytes, true), swapBytes: 1 };
  if (dtype) return stridedLeaf(name, dtype, items, 0);
  return {
    info: { name, dtype: 'structured', shape, byteLength: length },
    values: () => readStrided(items),
  };
}

function typeString(type: JuliaType | null): string | undefined {
  const last = type?.name.slice(type.name.lastIndexOf('.') + 1) ?? '';
  if (last !== 'Complex') return Object.hasOwn(TYPES, last) ? TYPES[last] : undefined;
  const [part] = type?.params ?? [];
  const path = part instanceof Map ? part.get('name') : undefined;
  const inner = Array.isArray(path) ? String(path.at(-1)) : '';
  return Object.hasOwn(COMPLEX, inner) ? COMPLEX[inner] : undefined;
}
