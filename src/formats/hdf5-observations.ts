import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import {
  attempt,
  chunkBytes,
  chunkGrid,
  countOf,
  type Dataset,
  GlobalHeap,
  type Hdf5Listing,
  type Hdf5Object,
  readChunkMap,
  readVirtualSources,
  unknownFilter,
} from '../containers/hdf5.js';
import type { Observation, TensorInfo } from './format.js';

/** A dataset with the tensor that it is. */
export interface Hdf5Tensor {
  info: TensorInfo;
  object: Hdf5Object;
  dataset: Dataset;
}

/** What observing needs and fills. */
interface Observed {
  listing: Hdf5Listing;
  tensors: Hdf5Tensor[];
  observations: Observation[];
  /** Bytes of values as stored; undefined where that would need reading long lists of chunks. */
  storedBytes?: number;
}

/** Chunks whose stored sizes are added up; more would mean reading long indexes only for a sum. */
const MOST_SUMMED_CHUNKS = 20_000;

/** Everything odd: what is outside, what is broken, what cannot be true. */
export async function observeHdf5(contents: Observed, limits: Limits): Promise<void> {
  const { listing, observations } = contents;
  for (const { path, file, target } of listing.externalLinks) {
    observations.push({
      kind: 'external',
      code: 'external-reference',
      message: `expected members of this file, found a link to ${quoted(target)} in ${quoted(file)}`,
      name: file,
      member: path,
    });
  }
  observeEnd(contents);
  let stored: number | undefined = 0;
  for (const tensor of contents.tensors) {
    const size = await attempt(listing, tensor.object.path, () => observeDataset(contents, tensor, limits));
    stored = size === null || size === undefined || stored === undefined ? undefined : stored + size;
  }
  observeOverlaps(contents);
  for (const { path, error } of listing.problems) observations.push(observationOf(error, path));
  if (stored !== undefined) contents.storedBytes = stored;
}

const quoted = (text: string): string => JSON.stringify(text);

/** An error of one object as an observation. */
export function observationOf(error: FormatError, member: string): Observation {
  const isUnread = error.code === 'unsupported' || error.code === 'resource-limit' || error.code === 'encrypted';
  return {
    kind: isUnread ? 'unread' : 'malformed',
    code: error.code,
    message: error.message,
    member,
    ...(error.offset !== undefined && { offset: error.offset }),
  };
}

function observeEnd({ listing, observations }: Observed): void {
  const { endOfFile } = listing.superblock;
  const { size } = listing.bytes.source;
  if (size < endOfFile) {
    observations.push({
      kind: 'malformed',
      code: 'truncated',
      message: `expected a file of ${endOfFile} bytes, found ${size}`,
      offset: size,
    });
  } else if (size > endOfFile) {
    observations.push({
      kind: 'unaccounted',
      code: 'invalid-structure',
      message: `expected the end of the file at ${endOfFile}, found ${size - endOfFile} further bytes`,
      offset: endOfFile,
    });
  }
}

/** Checks one dataset against the file; gives its stored bytes where they are known. */
async function observeDataset(
  contents: Observed,
  { object, dataset, info }: Hdf5Tensor,
  limits: Limits,
): Promise<number | undefined> {
  const { listing, observations } = contents;
  const { layout } = dataset;
  const fileBytes = listing.bytes.source.size;
  const logical = countOf(dataset) * dataset.type.size;
  const told = (kind: Observation['kind'], code: Observation['code'], message: string, name?: string): void => {
    observations.push({ kind, code, message, member: object.path, ...(name !== undefined && { name }) });
  };
  for (const file of dataset.external)
    told('external', 'external-reference', `expected values in this file, found them in ${quoted(file)}`, file);
  if (layout.class === 'virtual') {
    const sources = await readVirtualSources(new GlobalHeap(listing.bytes), layout);
    for (const file of new Set(sources.map((source) => source.file))) {
      if (file === '.')
        told(
          'unread',
          'unsupported',
          'expected values in this dataset, found a virtual dataset on others of this file',
        );
      else
        told(
          'external',
          'external-reference',
          `expected values in this file, found a virtual dataset on ${quoted(file)}`,
          file,
        );
    }
    return 0;
  }
  if (!Number.isSafeInteger(logical))
    throw new FormatError(
      'invalid-structure',
      `expected a shape that a file can hold, found [${dataset.shape?.join(', ')}]`,
    );
  const filter = unknownFilter(dataset.filters);
  if (filter) told('unread', 'unsupported', `expected filters known here, found ${filter.name}`);
  // Values that no one wrote and values that compress well are legitimate, but not without measure.
  if (logical > limits.inflatedBytes && logical > fileBytes * limits.inflationRatio) {
    told(
      'malformed',
      'resource-limit',
      `expected at most ${limits.inflationRatio} bytes of values for each byte of the file, found ${logical} declared in ${fileBytes}`,
    );
    return undefined;
  }
  if (layout.class === 'compact') return logical;
  if (layout.class === 'contiguous')
    return dataset.external.length > 0 ? 0 : contiguousBytes(listing, layout.address, logical, info.name);
  const chunks = chunkGrid(dataset.shape ?? [], layout.chunk).reduce((product, size) => product * size, 1);
  if (chunks > MOST_SUMMED_CHUNKS) return undefined;
  const { chunks: written } = await readChunkMap(listing.bytes, dataset, layout);
  let sum = 0;
  for (const { address, size } of written.values()) {
    if (listing.bytes.base + address + size > fileBytes)
      throw new FormatError(
        'truncated',
        `expected a chunk of ${size} bytes, found ${Math.max(0, fileBytes - address - listing.bytes.base)}`,
        listing.bytes.base + address,
      );
    sum += size;
  }
  if (sum > 0 && logical > limits.inflatedBytes && written.size * chunkBytes(layout) > sum * limits.inflationRatio)
    told(
      'malformed',
      'resource-limit',
      `expected at most ${limits.inflationRatio} bytes of values for each stored byte, found ${logical} declared and ${sum} stored`,
    );
  return sum;
}

function contiguousBytes(listing: Hdf5Listing, address: number | null, logical: number, name: string): number {
  if (address === null) return 0;
  const start = listing.bytes.base + address;
  const { size } = listing.bytes.source;
  if (start + logical > size)
    throw new FormatError(
      'truncated',
      `expected ${logical} bytes of ${quoted(name)}, found ${Math.max(0, size - start)}`,
      start,
    );
  return logical;
}

/** Values that lie in the same bytes under two names: no writer does that. */
function observeOverlaps({ tensors, listing, observations }: Observed): void {
  const runs = tensors
    .flatMap(({ info, dataset }) => {
      const { layout } = dataset;
      if (layout.class !== 'contiguous' || layout.address === null || dataset.external.length > 0) return [];
      const start = listing.bytes.base + layout.address;
      return [{ path: info.path as string, start, end: start + countOf(dataset) * dataset.type.size }];
    })
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start);
  let last = runs[0];
  for (const run of runs.slice(1)) {
    if (last && run.start < last.end) {
      const message = `expected values apart from those of ${quoted(last.path)}, found an overlap of ${last.end - run.start} bytes`;
      observations.push({ kind: 'malformed', code: 'invalid-structure', message, member: run.path, offset: run.start });
    }
    if (!last || run.end > last.end) last = run;
  }
}
