import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import type { ByteSource } from '../bytes/source.js';
import type { Hdf5Bytes } from './hdf5-bytes.js';
import { isDataset } from './hdf5-dataset.js';
import { isGroup, type Link, readLinks } from './hdf5-links.js';
import { type ObjectHeader, readObjectHeader } from './hdf5-object-header.js';
import { readSuperblock, type Superblock } from './hdf5-superblock.js';

export { type Attribute, readAttributes } from './hdf5-attributes.js';
export { type Hdf5Bytes, readSized } from './hdf5-bytes.js';
export { chunkBytes, chunkGrid, readChunkMap } from './hdf5-chunks.js';
export { type Dataset, isDataset, readDataset } from './hdf5-dataset.js';
export type { Datatype } from './hdf5-datatype.js';
export { codecOf } from './hdf5-elements.js';
export { unknownFilter } from './hdf5-filters.js';
export { GlobalHeap } from './hdf5-heaps.js';
export { type ObjectHeader, readObjectHeader } from './hdf5-object-header.js';
export { countOf, streamStored, streamValues } from './hdf5-stream.js';
export { findSignature, readSuperblock, type Superblock } from './hdf5-superblock.js';
export { decodeElement, decodeValue, type Hdf5Value, readVarying } from './hdf5-values.js';
export { readVirtualSources } from './hdf5-virtual.js';

/** An object of an HDF5 file, listed once under the first of its paths. */
export interface Hdf5Object {
  /** Absolute path, `/` for the root group. */
  path: string;
  kind: 'group' | 'dataset' | 'datatype';
  header: ObjectHeader;
  /** Further paths that lead to the same object. */
  aliases: string[];
}

/** Everything that a walk through the groups of a file finds. Links are never followed out of the file. */
export interface Hdf5Listing {
  superblock: Superblock;
  bytes: Hdf5Bytes;
  /** Parents before members, members sorted by the bytes of their names. */
  objects: Hdf5Object[];
  softLinks: { path: string; target: string }[];
  externalLinks: { path: string; file: string; target: string }[];
  /** Objects that could not be read, each with the reason. */
  problems: { path: string; error: FormatError }[];
}

interface Visit {
  path: string;
  address: number;
  depth: number;
}

/** Lists all objects of an HDF5 file. Groups may contain each other; each object is visited once. */
export async function listHdf5(source: ByteSource, limits: Limits): Promise<Hdf5Listing> {
  const superblock = await readSuperblock(source);
  const { bytes } = superblock;
  const listing: Hdf5Listing = { superblock, bytes, objects: [], softLinks: [], externalLinks: [], problems: [] };
  const byAddress = new Map<number, Hdf5Object>();
  const stack: Visit[] = [{ path: '/', address: superblock.root, depth: 0 }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const known = byAddress.get(visit.address);
    if (known) {
      known.aliases.push(visit.path);
      continue;
    }
    if (byAddress.size >= limits.tensors)
      throw new FormatError(
        'resource-limit',
        `expected at most ${limits.tensors} objects, found more`,
        bytes.base + visit.address,
      );
    if (visit.depth > limits.depth)
      throw new FormatError(
        'resource-limit',
        `expected groups nested at most ${limits.depth} deep, found more`,
        bytes.base + visit.address,
      );
    const object = await readObject(listing, visit, byAddress);
    if (object?.kind === 'group') append(stack, (await readMembers(listing, object, visit.depth + 1)).reverse());
  }
  return listing;
}

async function readObject(
  listing: Hdf5Listing,
  { path, address }: Visit,
  byAddress: Map<number, Hdf5Object>,
): Promise<Hdf5Object | null> {
  const header = await attempt(listing, path, () => readObjectHeader(listing.bytes, address));
  if (!header) return null;
  const kind = isDataset(header) ? 'dataset' : isGroup(header) || path === '/' ? 'group' : 'datatype';
  const object: Hdf5Object = { path, kind, header, aliases: [] };
  byAddress.set(address, object);
  listing.objects.push(object);
  return object;
}

async function readMembers(listing: Hdf5Listing, group: Hdf5Object, depth: number): Promise<Visit[]> {
  const links: Link[] = [];
  await attempt(listing, group.path, async () => {
    for await (const link of readLinks(listing.bytes, group.header)) links.push(link);
  });
  const visits: Visit[] = [];
  for (const link of links.sort((a, b) => byBytes(a.name, b.name))) {
    const path = group.path === '/' ? `/${link.name}` : `${group.path}/${link.name}`;
    if (link.kind === 'hard') visits.push({ path, address: link.address, depth });
    else if (link.kind === 'soft') listing.softLinks.push({ path, target: link.target });
    else if (link.kind === 'external') listing.externalLinks.push({ path, file: link.file, target: link.target });
    else
      listing.problems.push({
        path,
        error: new FormatError('unsupported', `expected a hard, soft or external link, found link type ${link.number}`),
      });
  }
  return visits;
}

/** One broken object does not hide the others: its error is kept and the walk goes on, unless a limit was reached. */
export async function attempt<T>(
  listing: Pick<Hdf5Listing, 'problems'>,
  path: string,
  read: () => Promise<T>,
): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FormatError) || error.code === 'resource-limit') throw error;
    listing.problems.push({ path, error });
    return null;
  }
}
