import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { entryOf, itemsOf, numberOf, type Pickle, readPickle, textOf } from '../containers/pickle.js';
import { type StoragePlace, type StorageReference, storageReference } from './torch-storage.js';

/** A stacked file: five pickles, then the storages one after the other (torch 0.1.10 to 1.5, and later on request). */
export interface LegacyStack {
  /** Magic number, protocol, system information, object, storage keys; fewer where one broke. */
  pickles: Pickle[];
  byteOrder: 'little' | 'big';
  places: Map<string, StoragePlace>;
  problems: FormatError[];
  /** Offset behind the last storage. */
  end: number;
}

const PICKLES = 5;
const OBJECT = 3;

/** Reads the pickles, and the length in front of every storage. */
export async function readLegacyStack(
  source: ByteSource,
  limits: Limits,
  base: number | undefined = 0,
): Promise<LegacyStack> {
  const stack: LegacyStack = { pickles: [], byteOrder: 'little', places: new Map(), problems: [], end: 0 };
  for (let i = 0; i < PICKLES; i++) {
    const pickle = await readPickle(source, stack.end, { limits });
    stack.pickles.push(pickle);
    stack.end = pickle.end;
    if (pickle.value === undefined) return stack;
  }
  if (entryOf(stack.pickles[2]?.value, 'little_endian') === false) stack.byteOrder = 'big';
  await locate(source, stack, base);
  return stack;
}

/** Each storage is an item count as i64 and the items; the order of the keys is that of the fifth pickle. */
async function locate(source: ByteSource, stack: LegacyStack, base: number | undefined): Promise<void> {
  const references = referencesOf(stack.pickles[OBJECT] as Pickle);
  for (const item of itemsOf(stack.pickles[4]?.value) ?? []) {
    const key = textOf(item) ?? String(numberOf(item));
    const reference = references.get(key);
    try {
      if (!reference)
        throw new FormatError(
          'invalid-structure',
          `expected a storage that the object refers to, found key "${key}"`,
          stack.end,
        );
      const cursor = new Cursor(
        await source.read(stack.end, Math.min(source.size, stack.end + 8)),
        stack.end,
        stack.byteOrder === 'little',
      );
      const length = cursor.size64() * reference.itemBytes;
      const start = stack.end + 8;
      if (start + length > source.size)
        throw new FormatError(
          'truncated',
          `expected ${length} bytes of storage "${key}", found ${source.size - start}`,
          start,
        );
      stack.places.set(key, { source, start, length, base, name: key });
      stack.end = start + length;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      stack.problems.push(error);
      return;
    }
  }
}

/** Storages that a pickle refers to, by key. */
export function referencesOf(pickle: Pickle): Map<string, StorageReference> {
  const references = new Map<string, StorageReference>();
  for (const { id } of pickle.persistents) {
    const reference = storageReference(id);
    if (reference) references.set(reference.key, reference);
  }
  return references;
}
