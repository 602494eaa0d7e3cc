import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { bytesSource, calleeName, itemsOf, type Pickle, type PickleValue } from '../containers/pickle.js';
import type { LeafReader } from './python-leaves.js';
import { readLegacyStack } from './torch-legacy.js';
import { type LoadedStorage, storageReference } from './torch-storage.js';
import { torchReader } from './torch-tensor.js';

/**
 * Tensors that were pickled by `pickle` instead of `torch.save`: each storage is a stacked torch file in bytes that
 * `torch.storage._load_from_bytes` gets. What those pickles import was read with the outer one; here their values are found.
 */
export async function nestedTorchReader(
  source: ByteSource,
  pickles: readonly Pickle[],
  limits: Limits,
): Promise<LeafReader> {
  const loaded = new Map<PickleValue, LoadedStorage>();
  for (const call of pickles.flatMap(({ loads }) => loads)) {
    if (calleeName(call) !== 'torch.storage._load_from_bytes') continue;
    const [bytes] = itemsOf(call.args) ?? [];
    if (bytes === undefined || bytes === null || typeof bytes !== 'object' || bytes.kind !== 'bytes') continue;
    const base = bytes.start >= 0 ? bytes.start : undefined;
    const stack = await readLegacyStack(bytesSource(source, bytes), limits, base);
    const root = stack.pickles[3]?.value;
    const reference =
      root !== null && typeof root === 'object' && root.kind === 'persistent' ? storageReference(root.id) : null;
    const place = reference && stack.places.get(reference.key);
    // Keys are addresses of the writing process and may repeat between storages; the place in the file does not.
    if (reference && place)
      loaded.set(call, { reference: { ...reference, key: `${bytes.start}/${reference.key}` }, place });
  }
  const usesTorch = pickles.some(({ globals }) => [...globals.keys()].some((name) => name.startsWith('torch.')));
  return usesTorch ? torchReader({ byteOrder: 'little', places: new Map(), loaded }) : () => null;
}
