import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { RECORD, tree2Records } from './hdf5-btree2.js';
import { expectVersion, type Hdf5Bytes, takeCursor } from './hdf5-bytes.js';
import { parseDataspace } from './hdf5-dataset.js';
import { type Datatype, parseDatatype } from './hdf5-datatype.js';
import { readFractalHeap, readHeapObject } from './hdf5-fractal-heap.js';
import { MESSAGE, type ObjectHeader, resolveSharedMessage } from './hdf5-object-header.js';

/** An attribute with its value as stored; `decodeValue` makes a JavaScript value of it. */
export interface Attribute {
  name: string;
  type: Datatype;
  /** Null for the null dataspace. */
  shape: number[] | null;
  data: Uint8Array;
}

/** Attributes of one object. */
const MOST_ATTRIBUTES = 100_000;

/** Attributes of an object, in the order of the file: in the header itself or, when there are many, in a heap. */
export async function readAttributes(bytes: Hdf5Bytes, header: ObjectHeader): Promise<Attribute[]> {
  const attributes: Attribute[] = [];
  for (const { type, data } of header.messages) {
    data.seek(0);
    if (type === MESSAGE.attribute) attributes.push(await parseAttribute(bytes, data));
    else if (type === MESSAGE.attributeInfo)
      for await (const attribute of fromHeap(bytes, data)) attributes.push(attribute);
    if (attributes.length > MOST_ATTRIBUTES)
      throw new FormatError(
        'resource-limit',
        `expected at most ${MOST_ATTRIBUTES} attributes, found more`,
        bytes.base + header.address,
      );
  }
  return attributes;
}

/** Dense storage (HDF5 File Format Specification IV.A.2.v). */
async function* fromHeap(bytes: Hdf5Bytes, message: Cursor): AsyncGenerator<Attribute> {
  expectVersion(message, 'attribute info', [0]);
  if (message.u8() & 1) message.skip(2);
  const heapAddress = bytes.address(message);
  const names = bytes.address(message);
  if (heapAddress === null || names === null) return;
  const heap = await readFractalHeap(bytes, heapAddress);
  for await (const { record } of tree2Records(bytes, names, [RECORD.attributeName])) {
    yield await parseAttribute(bytes, await readHeapObject(heap, takeCursor(record, heap.idLength)));
  }
}

/** An attribute message (specification IV.A.2.m). */
async function parseAttribute(bytes: Hdf5Bytes, cursor: Cursor): Promise<Attribute> {
  const version = expectVersion(cursor, 'an attribute', [1, 2, 3]);
  const flags = cursor.u8();
  const sizes = { name: cursor.u16(), type: cursor.u16(), space: cursor.u16() };
  if (version === 3) cursor.skip(1);
  const part = (size: number): Cursor => {
    const taken = takeCursor(cursor, size);
    if (version === 1) cursor.skip(Math.min(cursor.remaining, (8 - (size % 8)) % 8));
    return taken;
  };
  const name = part(sizes.name).text(sizes.name).replace(/\0.*$/s, '');
  const storedType = part(sizes.type);
  const storedSpace = part(sizes.space);
  const isShared = (bit: number): boolean => version > 1 && (flags & bit) !== 0;
  const type = parseDatatype(
    isShared(1) ? await resolveSharedMessage(bytes, MESSAGE.datatype, storedType) : storedType,
  );
  const space = isShared(2) ? await resolveSharedMessage(bytes, MESSAGE.dataspace, storedSpace) : storedSpace;
  const { shape } = parseDataspace(bytes, space);
  const count = shape === null ? 0 : shape.reduce((product, size) => product * size, 1);
  return { name, type, shape, data: cursor.take(Math.min(cursor.remaining, count * type.size)) };
}
