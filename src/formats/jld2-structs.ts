import { append } from '../bytes/append.js';
import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import {
  attempt,
  codecOf,
  countOf,
  type Dataset,
  type Datatype,
  decodeElement,
  GlobalHeap,
  isDataset,
  type ObjectHeader,
  readDataset,
  readObjectHeader,
  readSized,
  streamStored,
} from '../containers/hdf5.js';
import type { Fact } from './format.js';
import { datasetInfo, type Hdf5Contents, type Hdf5Tensor } from './hdf5-contents.js';
import { joinName } from './python-names.js';
import { ScalarFacts } from './scalar-facts.js';

/*
 * Structs of Julia are compounds; fields that are no plain numbers are references to datasets that no group links to.
 * Collections of such values are arrays of references.
 */
/** Structs are read whole; more bytes than these are no structs. */
const LARGEST_STRUCT = 16 << 20;
/** References let few bytes stand for many values; beyond these a file exists only to cost time. */
const MOST_FIELDS = 100_000;

/** Puts the arrays that structs lead to in the place of the structs, under the path of fields and of places from 0. */
export async function expandStructs(contents: Hdf5Contents, facts: Fact[], limits: Limits): Promise<void> {
  const walk = new StructWalk(contents, limits);
  const linked = contents.tensors;
  contents.tensors = [];
  for (const tensor of linked) {
    if (!isStruct(tensor.dataset)) contents.tensors.push(tensor);
    else await attempt(contents.listing, tensor.object.path, () => walk.dataset(tensor.info.name, tensor.dataset));
  }
  append(facts, walk.facts.listed('structs'));
}

/** Holds references, or names its fields. */
const isStruct = ({ type, shape }: Dataset): boolean =>
  codecOf(type).dtype === 'object' || (type.class === 'compound' && shape?.length === 0);

class StructWalk {
  readonly #heap: GlobalHeap;
  readonly #found = new Map<number, Hdf5Tensor>();
  readonly #open = new Set<number>();
  readonly facts = new ScalarFacts();
  #fields = 0;

  constructor(
    readonly contents: Hdf5Contents,
    readonly limits: Limits,
  ) {
    this.#heap = new GlobalHeap(contents.listing.bytes);
  }

  async dataset(path: string, dataset: Dataset): Promise<void> {
    const count = countOf(dataset);
    const { size } = dataset.type;
    if (!(count * size <= LARGEST_STRUCT))
      throw new FormatError(
        'resource-limit',
        `expected structs of at most ${LARGEST_STRUCT} bytes, found ${count * size}`,
      );
    const parts: Uint8Array[] = [];
    for await (const part of streamStored(this.contents.listing.bytes, dataset)) parts.push(part);
    const stored = Buffer.concat(parts);
    const isOne = dataset.shape?.length === 0;
    for (let i = 0; i < count; i++)
      await this.#value(isOne ? path : joinName(path, i), dataset.type, stored.subarray(i * size, (i + 1) * size));
  }

  async #value(path: string, type: Datatype, stored: Uint8Array): Promise<void> {
    if (++this.#fields > MOST_FIELDS)
      throw new FormatError('resource-limit', `expected at most ${MOST_FIELDS} fields, found more`);
    if (type.class === 'reference') return this.#reference(path, stored);
    if (type.class === 'compound') {
      for (const { name, offset, type: member } of type.members)
        await this.#value(joinName(path, name), member, stored.subarray(offset, offset + member.size));
      return;
    }
    const value = await decodeElement(type, stored, this.#heap);
    if (value !== null && typeof value !== 'object') this.facts.add({ key: path, value, where: path });
  }

  async #reference(path: string, stored: Uint8Array): Promise<void> {
    const { bytes } = this.contents.listing;
    const address = readSized(new Cursor(stored), bytes.offsetSize);
    // 0 and all ones stand for a field that nothing was assigned to.
    if (address === null || address === 0 || this.#open.has(address)) return;
    if (this.#open.size > this.limits.depth)
      throw new FormatError('resource-limit', `expected structs nested at most ${this.limits.depth} deep, found more`);
    const known = this.#found.get(address);
    if (known) {
      if (known.info.tiedTo) known.info.tiedTo.push(path);
      else known.info.tiedTo = [path];
      return;
    }
    const header = await readObjectHeader(bytes, address);
    // A type is a value, too, and no array.
    if (!isDataset(header)) return;
    const dataset = await readDataset(bytes, header);
    const isText = dataset.type.class === 'varying-string' && dataset.shape?.length === 0;
    if (!isStruct(dataset) && !isText) return this.#array(path, header, dataset);
    this.#open.add(address);
    try {
      await this.dataset(path, dataset);
    } finally {
      this.#open.delete(address);
    }
  }

  #array(path: string, header: ObjectHeader, dataset: Dataset): void {
    const { listing, tensors } = this.contents;
    if (tensors.length >= this.limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${this.limits.tensors} arrays, found more`);
    const object = { path: `/${path}`, kind: 'dataset' as const, header, aliases: [] };
    const tensor = { object, dataset, info: datasetInfo(path, dataset, listing.bytes.base) };
    this.#found.set(header.address, tensor);
    tensors.push(tensor);
  }
}
