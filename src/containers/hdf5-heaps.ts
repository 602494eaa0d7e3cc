import { FormatError } from '../bytes/format-error.js';
import { expectSignature, expectVersion, type Hdf5Bytes, readCount } from './hdf5-bytes.js';

/** Collections of variable-length values kept while values are decoded. */
const COLLECTIONS_KEPT = 64;

/** Names of the members of an old-style group: a function from offset to name (specification III.D). */
export async function readLocalHeap(bytes: Hdf5Bytes, address: number): Promise<(offset: number) => string> {
  const head = await bytes.read(address, 8 + 2 * bytes.lengthSize + bytes.offsetSize);
  expectSignature(head, 'HEAP');
  expectVersion(head, 'a local heap', [0]);
  head.skip(3);
  const size = readCount(head, bytes.lengthSize);
  bytes.length(head);
  const at = bytes.address(head);
  if (at === null)
    throw new FormatError('invalid-structure', 'expected the data of a local heap, found no address', head.base);
  const data = await bytes.read(at, size);
  return (offset) => {
    data.seek(offset);
    const end = data.bytes.indexOf(0, offset);
    return data.text((end < 0 ? data.bytes.length : end) - offset);
  };
}

/** Reads variable-length values out of global heap collections (specification III.E). */
export class GlobalHeap {
  readonly #collections = new Map<number, Map<number, Uint8Array>>();
  constructor(readonly bytes: Hdf5Bytes) {}

  /** The object with an index in the collection at an address. */
  async read(address: number, index: number): Promise<Uint8Array> {
    let collection = this.#collections.get(address);
    if (!collection) {
      collection = await readCollection(this.bytes, address);
      this.#collections.set(address, collection);
      if (this.#collections.size > COLLECTIONS_KEPT)
        this.#collections.delete(this.#collections.keys().next().value as number);
    }
    const object = collection.get(index);
    if (!object)
      throw new FormatError(
        'invalid-structure',
        `expected object ${index} in a global heap, found none`,
        this.bytes.base + address,
      );
    return object;
  }
}

async function readCollection(bytes: Hdf5Bytes, address: number): Promise<Map<number, Uint8Array>> {
  const head = await bytes.read(address, 8 + bytes.lengthSize);
  expectSignature(head, 'GCOL');
  expectVersion(head, 'a global heap', [1]);
  head.skip(3);
  const size = readCount(head, bytes.lengthSize);
  if (size < head.position)
    throw new FormatError(
      'invalid-structure',
      `expected a global heap of at least ${head.position} bytes, found ${size}`,
      head.base,
    );
  const collection = await bytes.read(address, size);
  collection.seek(head.position);
  const objects = new Map<number, Uint8Array>();
  while (collection.remaining >= 8 + bytes.lengthSize) {
    const index = collection.u16();
    collection.skip(6);
    const length = readCount(collection, bytes.lengthSize);
    if (index === 0) break;
    objects.set(index, collection.take(length));
    collection.skip(Math.min(collection.remaining, (8 - (length % 8)) % 8));
  }
  return objects;
}
