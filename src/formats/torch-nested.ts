import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { bytesSource, calleeName, itemsOf, LOADS_BYTES, type Pickle, type PickleValue } from '../containers/pickle.js';
import type { LeafReader } from './python-leaves.js';
import { readLegacyStack } from './torch-legacy.js';
import { type LoadedStorage, storageReference } from './torch-storage.js';
import { torchReader } from './torch-tensor.js';

/**
 * Tensors that were pickled by `pickle` instead of `torch.save`: each storage is a stacked torch file in bytes that
 * `torch.storage._load_from_bytes` gets. What those pickles import was read with the outer one; here their values are found.
 * Where every call of a pickle gets such a file, read to its last byte, the call is no news and no danger: it is forgotten.
 */
export async function nestedTorchReader(
  source: ByteSource,
  pickles: readonly Pickle[],
  limits: Limits,
): Promise<LeafReader> {
  const loaded = new Map<PickleValue, LoadedStorage>();
  // The memo hands the same bytes to thousands of calls.
  const storages = new Map<PickleValue | undefined, LoadedStorage | null>();
  for (const pickle of pickles) {
    const calls = pickle.loads.filter((call) => calleeName(call) === LOADS_BYTES);
    for (const call of calls) {
      const [bytes] = itemsOf(call.args) ?? [];
      if (!storages.has(bytes)) storages.set(bytes, await storageIn(source, bytes, storages.size, limits));
      const storage = storages.get(bytes);
      if (storage) loaded.set(call, storage);
    }
    const count = pickle.calls.find(({ name }) => name === LOADS_BYTES)?.count;
    if (pickle.loadsKnownBytes && count === calls.length && calls.every((call) => loaded.has(call))) forget(pickle);
  }
  const usesTorch = pickles.some(({ globals }) => [...globals.keys()].some((name) => name.startsWith('torch.')));
  return usesTorch ? torchReader({ byteOrder: 'little', places: new Map(), loaded }) : () => null;
}

/** The storage that bytes hold; null where they are anything but one whole storage. */
async function storageIn(
  source: ByteSource,
  bytes: PickleValue | undefined,
  number: number,
  limits: Limits,
): Promise<LoadedStorage | null> {
  if (bytes === undefined || bytes === null || typeof bytes !== 'object' || bytes.kind !== 'bytes') return null;
  const base = bytes.start >= 0 ? bytes.start : undefined;
  const stack = await readLegacyStack(bytesSource(source, bytes), limits, base);
  const isWhole = stack.problems.length === 0 && stack.end === bytes.length;
  const root = stack.pickles[3]?.value;
  const reference =
    root !== null && typeof root === 'object' && root.kind === 'persistent' ? storageReference(root.id) : null;
  const place = reference && stack.places.get(reference.key);
  if (!isWhole || !reference || !place) return null;
  // Keys are addresses of the writing process and may repeat between storages.
  return { reference: { ...reference, key: `${number}/${reference.key}` }, place };
}

function forget(pickle: Pickle): void {
  pickle.resolved.add(LOADS_BYTES);
  pickle.calls = pickle.calls.filter(({ name }) => name !== LOADS_BYTES);
}
