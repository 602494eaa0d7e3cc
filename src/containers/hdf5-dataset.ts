import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { type Hdf5Bytes, readCount } from './hdf5-bytes.js';
import { type Datatype, parseDatatype } from './hdf5-datatype.js';
import { type Filter, parseFilters } from './hdf5-filters.js';
import { readLocalHeap } from './hdf5-heaps.js';
import { type Layout, parseLayout } from './hdf5-layout.js';
import { type HeaderMessage, MESSAGE, type ObjectHeader } from './hdf5-object-header.js';

/** A dataset as its object header describes it. */
export interface Dataset {
  type: Datatype;
  /** Row-major; null for the null dataspace, which has no elements. */
  shape: number[] | null;
  /** Largest shape it may grow to; null for a dimension without limit. Chunk numbers depend on it. */
  maxShape: (number | null)[];
  layout: Layout;
  filters: Filter[];
  /** Bytes of one element that no one wrote; null means zeros. */
  fill: Uint8Array | null;
  /** Names of files outside that hold the values. */
  external: string[];
}

/** Dimensions of a dataspace; the format's own limit. */
const MOST_DIMENSIONS = 32;

/** True where the object is a dataset: it alone has a layout or both a type and a space. */
export const isDataset = (header: ObjectHeader): boolean =>
  has(header, MESSAGE.layout) || (has(header, MESSAGE.datatype) && has(header, MESSAGE.dataspace));

const has = (header: ObjectHeader, type: number): boolean => header.messages.some((message) => message.type === type);

/** Parses the messages of a dataset; names of external files are read from their heap. */
export async function readDataset(bytes: Hdf5Bytes, header: ObjectHeader): Promise<Dataset> {
  const find = (type: number): Cursor | null => {
    const message: HeaderMessage | undefined = header.messages.find((m) => m.type === type);
    message?.data.seek(0);
    return message?.data ?? null;
  };
  const need = (type: number, what: string): Cursor => {
    const found = find(type);
    if (!found)
      throw new FormatError(
        'invalid-structure',
        `expected the ${what} of a dataset, found none`,
        bytes.base + header.address,
      );
    return found;
  };
  const { shape, maxShape } = parseDataspace(bytes, need(MESSAGE.dataspace, 'dataspace'));
  const type = parseDatatype(need(MESSAGE.datatype, 'datatype'));
  const layout = parseLayout(bytes, need(MESSAGE.layout, 'layout'));
  const filters = find(MESSAGE.filters);
  const external = find(MESSAGE.externalFiles);
  return {
    type,
    shape,
    maxShape,
    layout,
    filters: filters ? parseFilters(filters) : [],
    fill: parseFill(find(MESSAGE.fillValue), find(MESSAGE.oldFillValue), type.size),
    external: external ? await readExternalFiles(bytes, external) : [],
  };
}

/** Shape of a dataspace; [] for a scalar, null for the null dataspace (specification IV.A.2.b). */
export function parseDataspace(bytes: Hdf5Bytes, cursor: Cursor): Pick<Dataset, 'shape' | 'maxShape'> {
  const version = cursor.u8();
  const at = cursor.offset;
  const rank = cursor.u8();
  const hasMaximum = (cursor.u8() & 1) !== 0;
  if (version !== 1 && version !== 2)
    throw new FormatError('unsupported', `expected a dataspace of version 1 or 2, found ${version}`, at);
  if (rank > MOST_DIMENSIONS)
    throw new FormatError('invalid-structure', `expected at most ${MOST_DIMENSIONS} dimensions, found ${rank}`, at);
  const isNull = version === 2 && cursor.u8() === 2;
  if (version === 1) cursor.skip(5);
  if (isNull) return { shape: null, maxShape: [] };
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) shape.push(readCount(cursor, bytes.lengthSize));
  const maxShape: (number | null)[] = [];
  for (let i = 0; i < rank; i++) maxShape.push(hasMaximum ? bytes.length(cursor) : (shape[i] as number));
  return { shape, maxShape };
}

/** The fill value where one is defined and has the element's size (specification IV.A.2.e and f). */
function parseFill(current: Cursor | null, old: Cursor | null, elementSize: number): Uint8Array | null {
  let fill: Uint8Array | null = null;
  if (current) {
    const version = current.u8();
    const flags = version === 3 ? current.u8() : 0;
    if (version < 3) current.skip(2);
    const isDefined = version === 3 ? (flags & 0x20) !== 0 : current.u8() !== 0 || version === 1;
    if (isDefined && current.remaining >= 4) fill = current.take(current.u32());
  } else if (old && old.remaining >= 4) fill = old.take(old.u32());
  return fill !== null && fill.length === elementSize && fill.some((byte) => byte !== 0) ? fill : null;
}

/** Names in an external file list (specification IV.A.2.h). The files are never opened. */
async function readExternalFiles(bytes: Hdf5Bytes, cursor: Cursor): Promise<string[]> {
  cursor.skip(4);
  cursor.skip(2);
  const used = cursor.u16();
  const heap = bytes.address(cursor);
  if (heap === null)
    throw new FormatError('invalid-structure', 'expected the names of external files, found no address', cursor.base);
  const nameAt = await readLocalHeap(bytes, heap);
  const names: string[] = [];
  for (let i = 0; i < used; i++) {
    names.push(nameAt(readCount(cursor, bytes.lengthSize)));
    cursor.skip(2 * bytes.lengthSize);
  }
  return names;
}
