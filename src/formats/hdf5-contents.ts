import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import {
  attempt,
  codecOf,
  countOf,
  type Dataset,
  decodeValue,
  GlobalHeap,
  type Hdf5Listing,
  type Hdf5Object,
  type Hdf5Value,
  listHdf5,
  readAttributes,
  readDataset,
  streamValues,
} from '../containers/hdf5.js';
import type { Observation, Tensor, TensorInfo } from './format.js';
import { type Hdf5Tensor, observeHdf5 } from './hdf5-observations.js';
import { addPickledAttribute, addPickledDataset, isPickled } from './hdf5-pickles.js';

export type { Hdf5Tensor } from './hdf5-observations.js';

/** An HDF5 file as this project sees it: the listing, its tensors, its attributes, what is odd about it. */
export interface Hdf5Contents {
  listing: Hdf5Listing;
  tensors: Hdf5Tensor[];
  /** By path of the object. */
  attributes: Map<string, Map<string, Hdf5Value>>;
  observations: Observation[];
  /** Names that unpickling parts of the file would import. */
  globals: string[];
  /** Bytes of values as stored; undefined where that would need reading long lists of chunks. */
  storedBytes?: number;
}

/** Attributes decoded for one file. */
const MOST_ATTRIBUTES = 20_000;

/**
 * Reads everything but values. `extend` may add datasets that no link leads to, before what is odd is looked for.
 */
export async function readHdf5(
  source: ByteSource,
  limits: Limits,
  extend?: (contents: Hdf5Contents) => Promise<void>,
): Promise<Hdf5Contents> {
  const listing = await listHdf5(source, limits);
  const contents: Hdf5Contents = { listing, tensors: [], attributes: new Map(), observations: [], globals: [] };
  const heap = new GlobalHeap(listing.bytes);
  let decoded = 0;
  for (const object of listing.objects) {
    const values = new Map<string, Hdf5Value>();
    for (const attribute of (await attempt(listing, object.path, () => readAttributes(listing.bytes, object.header))) ??
      []) {
      if (++decoded > MOST_ATTRIBUTES) break;
      values.set(
        attribute.name,
        await attempt(listing, `${object.path}@${attribute.name}`, () => decodeValue(attribute, heap)),
      );
      await addPickledAttribute(contents, attribute, `${object.path}@${attribute.name}`, limits);
    }
    if (values.size > 0) contents.attributes.set(object.path, values);
    if (object.kind !== 'dataset') continue;
    const dataset = await attempt(listing, object.path, () => readDataset(listing.bytes, object.header));
    if (!dataset) continue;
    contents.tensors.push({ object, dataset, info: linkedInfo(listing, object, dataset) });
    if (isPickled(values))
      await attempt(listing, object.path, () =>
        addPickledDataset(contents, listing, dataset, heap, object.path, limits),
      );
  }
  if (decoded > MOST_ATTRIBUTES)
    contents.observations.push({
      kind: 'unread',
      code: 'resource-limit',
      message: `expected at most ${MOST_ATTRIBUTES} attributes, found more`,
    });
  await extend?.(contents);
  await observeHdf5(contents, limits);
  return contents;
}

/** The tensor that a dataset is, named by its path. */
function linkedInfo({ bytes }: Hdf5Listing, { path, aliases }: Hdf5Object, dataset: Dataset): TensorInfo {
  const info = { ...datasetInfo(path.slice(1), dataset, bytes.base), path };
  return aliases.length > 0 ? { ...info, tiedTo: aliases.map((alias) => alias.slice(1)) } : info;
}

/** The tensor that a dataset is, under a name; `base` is the offset of address 0. */
export function datasetInfo(name: string, dataset: Dataset, base: number): TensorInfo {
  const codec = codecOf(dataset.type);
  const count = countOf(dataset) * codec.inner.reduce((product, size) => product * size, 1);
  const { layout } = dataset;
  const itemBytes = codec.canonicalSize === null ? codec.size : codec.canonicalSize;
  const info: TensorInfo = {
    name,
    dtype: codec.dtype,
    // The null dataspace has no elements at all.
    shape: dataset.shape === null ? [0] : [...dataset.shape, ...codec.inner],
    byteLength: countOf(dataset) * itemBytes,
  };
  const offset =
    layout.class === 'contiguous' && layout.address !== null
      ? base + layout.address
      : layout.class === 'compact'
        ? layout.offset
        : null;
  if (
    offset !== null &&
    count > 0 &&
    codec.canonicalSize !== null &&
    codec.dtype !== 'structured' &&
    !codec.isNarrow &&
    dataset.external.length === 0
  ) {
    info.offset = offset;
    info.byteOrder = codec.bigEndian ? 'big' : 'little';
  }
  return info;
}

/** The tensors of a file with their values. */
export async function* hdf5Tensors(contents: Hdf5Contents): AsyncGenerator<Tensor> {
  const { bytes } = contents.listing;
  for (const { info, object, dataset } of contents.tensors) {
    const isReadable =
      dataset.shape !== null &&
      codecOf(dataset.type).encode !== null &&
      dataset.external.length === 0 &&
      dataset.layout.class !== 'virtual' &&
      !unreadable(contents, object.path);
    yield isReadable ? { info, values: () => streamValues(bytes, dataset) } : { info };
  }
}

const unreadable = (contents: Hdf5Contents, path: string): boolean =>
  contents.observations.some(({ kind, member }) => member === path && (kind === 'unread' || kind === 'malformed'));
