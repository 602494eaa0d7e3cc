import { append } from '../bytes/append.js';
import type { Limits } from '../bytes/limits.js';
import { memorySource } from '../bytes/source.js';
import {
  type Attribute,
  type Dataset,
  type GlobalHeap,
  type Hdf5Listing,
  type Hdf5Value,
  readVarying,
  streamStored,
} from '../containers/hdf5.js';
import { type Pickle, readPickles } from '../containers/pickle.js';
import { emptyContents, type Observation } from './format.js';
import { addPickles } from './pickle-contents.js';
import { isPlausibleName } from './pickle-recognition.js';

/*
 * PyTables, and pandas through it, unpickles texts of attributes that end as a pickle does, and rows of arrays of objects;
 * hickle unpickles what it does not know. h5py does none of that.
 */

const STOP = 0x2e;
/** Shortest pickle that imports anything. */
const SHORTEST = 4;
/** Bytes and rows of one dataset that are looked through. */
const MOST_BYTES = 64 << 20;
const MOST_ROWS = 100_000;

/** What unpickling parts of an HDF5 file would import and call. */
export interface Hdf5Pickles {
  globals: string[];
  observations: Observation[];
}

/** Adds an attribute that PyTables takes for a pickle; a text that merely ends with a full stop is none. */
export async function addPickledAttribute(
  found: Hdf5Pickles,
  { type, data }: Attribute,
  member: string,
  limits: Limits,
): Promise<void> {
  if (type.class !== 'string') return;
  const bytes = withoutZeros(data);
  if (bytes.length < SHORTEST || bytes.at(-1) !== STOP) return;
  const pickles = await readPickles(memorySource(bytes), 0, { limits });
  add(found, pickles.filter(imports), member);
}

/** True for datasets whose values are pickles by what their attributes say. */
export const isPickled = (attributes: ReadonlyMap<string, Hdf5Value>): boolean =>
  attributes.get('PSEUDOATOM') === 'object' || attributes.get('base_type') === 'pickle';

/** Adds what unpickling the values of a dataset does: rows of varying length, or one run of bytes. */
export async function addPickledDataset(
  found: Hdf5Pickles,
  { bytes }: Hdf5Listing,
  dataset: Dataset,
  heap: GlobalHeap,
  member: string,
  limits: Limits,
): Promise<void> {
  const stored: Uint8Array[] = [];
  let total = 0;
  for await (const part of streamStored(bytes, dataset)) {
    total += part.length;
    if (total > MOST_BYTES) return tellUnread(found, member);
    stored.push(Uint8Array.from(part));
  }
  const values = Buffer.concat(stored);
  const { type } = dataset;
  if (type.class !== 'sequence') return add(found, await readPickles(memorySource(values), 0, { limits }), member);
  if (values.length / type.size > MOST_ROWS) return tellUnread(found, member);
  const rows: Pickle[] = [];
  for (let at = 0; at + type.size <= values.length; at += type.size) {
    const row = await readVarying(values.subarray(at, at + type.size), heap, type.of.size);
    if (!row) continue;
    total += row.length;
    if (total > MOST_BYTES || rows.length > MOST_ROWS) {
      tellUnread(found, member);
      break;
    }
    append(rows, await readPickles(memorySource(row), 0, { limits }));
  }
  add(found, rows, member);
}

const imports = ({ globals, value, calls }: Pickle): boolean =>
  (value !== undefined || calls.length > 0) && [...globals.keys()].some(isPlausibleName);

function add(found: Hdf5Pickles, pickles: readonly Pickle[], member: string): void {
  const contents = { ...emptyContents('code'), ...found };
  addPickles(contents, pickles, { member });
  found.globals = contents.globals;
}

function tellUnread({ observations }: Hdf5Pickles, member: string): void {
  observations.push({
    kind: 'unread',
    code: 'resource-limit',
    message: `expected at most ${MOST_ROWS} pickled rows of ${MOST_BYTES} bytes together, found more`,
    member,
  });
}

function withoutZeros(data: Uint8Array): Uint8Array {
  let end = data.length;
  while (end > 0 && data[end - 1] === 0) end--;
  return data.subarray(0, end);
}
