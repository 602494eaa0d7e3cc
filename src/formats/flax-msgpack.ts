import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { isExtension, type Msgpack, type MsgpackExtension, parseMsgpack } from '../containers/msgpack.js';
import { byteLengthOf, countElements } from './dtypes.js';
import { begin, certain, type Format, type ModelInput, NO, possible, type TensorInfo } from './format.js';
import { latin1Head } from './head-text.js';
import { inMemory } from './numeric-array.js';

/** Extension types of flax.serialization. */
const ARRAY = 1;
const COMPLEX = 2;
const SCALAR = 3;
/** The key by which arrays over 1 GiB are cut into pieces. */
const CHUNKED = '__msgpack_chunked_array__';

interface Leaf {
  info: TensorInfo;
  values: Uint8Array;
}

export const flaxMsgpack: Format = {
  id: 'flax-msgpack',
  name: 'Flax MessagePack',
  extensions: ['.msgpack'],
  family: 'jax',
  container: 'msgpack',
  signature: 'a MessagePack map whose arrays are extension type 1',
  aliases: ['Flax'],
  facts: {
    disclosure: 'source',
    steward: 'Google',
    specification: 'https://flax.readthedocs.io/en/latest/api_reference/flax.serialization.html',
    encoding: 'binary',
    holds: 'weights',
    independent: false,
    worstLoading: 'data-only',
    openExport: 'safetensors',
  },

  recognize({ head, extension }) {
    const first = head[0] ?? 0;
    const isMap = (first > 0x80 && first < 0x90) || first === 0xde || first === 0xdf;
    if (!isMap) return NO;
    // A text key, and somewhere in the head an array: extension 1 around [shape, dtype, bytes].
    const text = latin1Head(head);
    const key = first === 0xde ? 3 : first === 0xdf ? 5 : 1;
    if (!/^(?:[\xa1-\xbf]|\xd9)[\x20-\x7e]/.test(text.slice(key))) return NO;
    if (/(?:\xc7.|\xc8..|\xc9....)\x01\x93[\x90-\x9f]/s.test(text))
      return certain('MessagePack map with arrays of Flax');
    return extension === '.msgpack' ? possible('MessagePack map with text keys') : NO;
  },

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const scalars: { path: string; value: unknown }[] = [];
    const leaves = leavesOf(await readTree(model, limits), limits, scalars);
    contents.tensors = leaves.map(({ info }) => info);
    for (const { path, value } of scalars)
      contents.facts.push({ key: path.slice(path.lastIndexOf('.') + 1), value, where: `#${path}` });
    contents.storedBytes = leaves.reduce((sum, { values }) => sum + values.length, 0);
    contents.needs.push({ package: 'flax', version: '', evidence: 'extension types of flax.serialization' });
    return contents;
  },

  async *tensors(model, limits) {
    for (const { info, values } of leavesOf(await readTree(model, limits), limits, []))
      yield { info, values: inMemory(() => values) };
  },
};

async function readTree({ source }: ModelInput, limits: Limits): Promise<Msgpack> {
  if (source.size > limits.inflatedBytes)
    throw new FormatError(
      'resource-limit',
      `expected MessagePack of at most ${limits.inflatedBytes} bytes, found ${source.size}`,
    );
  return parseMsgpack(await source.read(0, source.size), limits.depth);
}

/** Arrays by their dotted path; other values go to `scalars`. */
function leavesOf(tree: Msgpack, limits: Limits, scalars: { path: string; value: unknown }[]): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (path: string, value: Msgpack) => {
    if (leaves.length > limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${limits.tensors} arrays, found more`);
    const below = (key: string) => (path === '' ? key : `${path}.${key}`);
    if (value instanceof Map && value.has(CHUNKED)) leaves.push(chunkedArray(path, value, limits));
    else if (value instanceof Map) for (const [key, inner] of value) visit(below(key), inner);
    else if (Array.isArray(value)) for (const [i, inner] of value.entries()) visit(below(String(i)), inner);
    else if (isExtension(value) && (value.extension === ARRAY || value.extension === SCALAR))
      leaves.push(arrayOf(path, value, limits));
    else if (isExtension(value)) {
      if (value.extension !== COMPLEX)
        throw new FormatError(
          'unsupported',
          `expected an extension type of Flax, found ${value.extension}`,
          value.offset,
        );
    } else if (!(value instanceof Uint8Array))
      scalars.push({ path, value: typeof value === 'bigint' ? String(value) : value });
  };
  visit('', tree);
  return leaves;
}

/** [shape, dtype name, bytes in C order]; NumPy's own order marks are dropped: Flax writes little-endian. */
function arrayOf(name: string, { bytes, offset }: MsgpackExtension, limits: Limits): Leaf {
  const [shape, dtype, values] = asArray(parseMsgpack(bytes, limits.depth, offset));
  const sizes =
    Array.isArray(shape) && shape.every((size) => typeof size === 'number') ? (shape as number[]) : undefined;
  if (!sizes || typeof dtype !== 'string' || !(values instanceof Uint8Array))
    throw new FormatError(
      'invalid-structure',
      `expected shape, dtype and bytes of "${name}", found something else`,
      offset,
    );
  const count = countElements(sizes);
  const byteLength = count === undefined ? undefined : byteLengthOf(dtype, count);
  if (byteLength !== values.length)
    throw new FormatError(
      'invalid-structure',
      `expected ${byteLength} bytes for ${dtype} [${sizes.join(', ')}], found ${values.length}`,
      offset,
    );
  const at = offset + bytes.length - values.length;
  return { values, info: { name, dtype, shape: sizes, byteLength, offset: at, byteOrder: 'little' } };
}

/** Pieces of a flattened array under the keys `0`, `1`, …, and its shape in the same way. */
function chunkedArray(name: string, value: ReadonlyMap<string, Msgpack>, limits: Limits): Leaf {
  const listed = (key: string): Msgpack[] => {
    const found = value.get(key);
    return found instanceof Map ? [...found.values()] : asArray(found ?? null);
  };
  const pieces = listed('chunks').map((piece) => {
    if (!isExtension(piece) || piece.extension !== ARRAY)
      throw new FormatError('invalid-structure', `expected pieces of the array "${name}", found something else`);
    return arrayOf(name, piece, limits);
  });
  const shape = listed('shape').filter((size): size is number => typeof size === 'number');
  const dtype = pieces[0]?.info.dtype ?? '';
  const byteLength = byteLengthOf(dtype, countElements(shape) ?? Number.NaN);
  const values = Buffer.concat(pieces.map((piece) => piece.values));
  if (byteLength !== values.length || pieces.some(({ info }) => info.dtype !== dtype))
    throw new FormatError(
      'invalid-structure',
      `expected ${byteLength} bytes for ${dtype} [${shape.join(', ')}] of "${name}", found ${values.length}`,
    );
  return { values, info: { name, dtype, shape, byteLength } };
}

const asArray = (value: Msgpack): Msgpack[] => (Array.isArray(value) ? value : []);
