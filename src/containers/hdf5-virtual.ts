import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { readCount } from './hdf5-bytes.js';
import type { GlobalHeap } from './hdf5-heaps.js';

/** A part of a virtual dataset: a dataset of a file, `.` being the file itself. */
export interface VirtualSource {
  file: string;
  dataset: string;
}

const SELECTION = { none: 0, points: 1, hyperslab: 2, all: 3 } as const;
const MOST_SOURCES = 100_000;

/** What a virtual dataset is made of (HDF5 File Format Specification VIII.A). The sources are never opened. */
export async function readVirtualSources(
  heap: GlobalHeap,
  layout: { heap: number | null; heapIndex: number },
): Promise<VirtualSource[]> {
  if (layout.heap === null) return [];
  const cursor = new Cursor(await heap.read(layout.heap, layout.heapIndex));
  const version = cursor.u8();
  if (version > 1)
    throw new FormatError('unsupported', `expected a virtual dataset of version 0 or 1, found ${version}`);
  const count = readCount(cursor, heap.bytes.lengthSize);
  if (count > MOST_SOURCES)
    throw new FormatError(
      'resource-limit',
      `expected at most ${MOST_SOURCES} sources of a virtual dataset, found ${count}`,
    );
  const sources: VirtualSource[] = [];
  for (let i = 0; i < count; i++) {
    const flags = version === 1 ? cursor.u8() : 0;
    // Version 1 refers to an earlier entry for names that repeat.
    const file =
      flags & 4 ? '.' : flags & 1 ? (sources[readCount(cursor, heap.bytes.lengthSize)]?.file ?? '') : readText(cursor);
    const dataset = flags & 2 ? (sources[readCount(cursor, heap.bytes.lengthSize)]?.dataset ?? '') : readText(cursor);
    sources.push({ file, dataset });
    skipSelection(cursor);
    skipSelection(cursor);
  }
  return sources;
}

function readText(cursor: Cursor): string {
  const end = cursor.bytes.indexOf(0, cursor.position);
  if (end < 0) throw new FormatError('truncated', 'expected the end of a name, found the end of the block');
  const text = cursor.text(end - cursor.position);
  cursor.skip(1);
  return text;
}

/** Steps over a selection of elements (specification VIII, "dataspace selection"). */
function skipSelection(cursor: Cursor): void {
  const type = cursor.u32();
  const version = cursor.u32();
  if (type === SELECTION.hyperslab && version === 3) skipHyperslab(cursor);
  else if (type === SELECTION.points && version === 2) skipPoints(cursor);
  else if (type > SELECTION.all)
    throw new FormatError('invalid-structure', `expected a selection of type 0 to 3, found ${type}`);
  else {
    cursor.skip(type === SELECTION.hyperslab && version === 2 ? 1 : 4);
    cursor.skip(cursor.u32());
  }
}

function skipHyperslab(cursor: Cursor): void {
  const isRegular = (cursor.u8() & 1) !== 0;
  const width = cursor.u8();
  const rank = cursor.u32();
  cursor.skip(isRegular ? 4 * rank * width : 2 * rank * width * readCount(cursor, width));
}

function skipPoints(cursor: Cursor): void {
  const width = cursor.u8();
  const rank = cursor.u32();
  cursor.skip(rank * width * readCount(cursor, width));
}
