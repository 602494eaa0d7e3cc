import { FormatError } from '../bytes/format-error.js';
import { byBytes } from '../bytes/order.js';
import {
  calleeName,
  globalName,
  itemsOf,
  numberOf,
  type PickleObject,
  type PickleValue,
  textOf,
} from '../containers/pickle.js';
import { elementCount } from './dtypes.js';
import type { TensorInfo } from './format.js';
import type { Leaf } from './numpy-leaf.js';
import { arrayOf, leafOf, sizesOf } from './pickled-arrays.js';
import type { LeafReader } from './python-leaves.js';
import { entriesOf, keyName } from './python-names.js';
import { conjugated, negated } from './sign-bits.js';
import { isContiguous, readStrided } from './strided-values.js';
import { dtypeOfGlobal, itemBytesOf } from './torch-dtypes.js';
import { sparseLeaves } from './torch-sparse.js';
import { type StoragePlace, type StorageReference, storageReference, type TorchStorages } from './torch-storage.js';

const REBUILD = 'torch._utils._rebuild_';
/** Wrappers around a tensor in their first argument. */
const WRAPPERS = new Set(
  ['parameter', 'parameter_with_state', 'device_tensor_from_cpu_tensor', 'device_tensor_from_numpy'].map(
    (name) => REBUILD + name,
  ),
);
const WITHOUT_VALUES = new Set(['meta_tensor_no_storage', 'wrapper_subclass'].map((name) => REBUILD + name));

/** Reads the tensors of torch: views of storages, parameters, quantized, sparse and meta tensors. */
export function torchReader(storages: TorchStorages): LeafReader {
  const read: LeafReader = (name, value, home) => {
    if (value === null || typeof value !== 'object') return null;
    if (value.kind === 'persistent') return bareStorage(name, value.id, storages);
    const callee = calleeName(value);
    if (callee === undefined) return null;
    const object = value as PickleObject;
    const args = itemsOf(object.args) ?? [];
    if (WRAPPERS.has(callee)) {
      const array = arrayOf(args[0]);
      return array ? [leafOf(name, array, home)] : read(name, args[0] ?? null, home);
    }
    if (callee === 'torch._tensor._rebuild_from_type_v2') return read(name, rebuilt(object, args), home);
    if (WITHOUT_VALUES.has(callee)) return [metaLeaf(name, callee, args)];
    if (callee === `${REBUILD}nested_tensor`) return [];
    if (/^torch\._utils\._rebuild_sparse(_csr)?_tensor$/.test(callee))
      return sparseLeaves(name, args, (part, inner) => read(part, inner, home) ?? []);
    if (/^torch\._utils\._rebuild_(tensor|tensor_v2|tensor_v3|qtensor)$/.test(callee))
      return [viewLeaf(name, callee, args, storages)];
    return null;
  };
  return read;
}

/** `_rebuild_from_type_v2(func, type, args, state)`: a subclass, or a tensor with attributes. */
function rebuilt(object: PickleObject, [callee, , args]: readonly PickleValue[]): PickleObject {
  return { kind: 'object', how: 'reduce', callee: callee ?? null, args: args ?? null, offset: object.offset };
}

/** A storage saved by itself is the one-dimensional tensor of its items. */
function bareStorage(name: string, id: PickleValue, storages: TorchStorages): Leaf[] | null {
  const reference = storageReference(id);
  if (!reference) return null;
  return [
    leafOfView(
      name,
      reference,
      {
        dtype: reference.dtype,
        itemBytes: reference.itemBytes,
        offset: 0,
        shape: [reference.byteLength / reference.itemBytes],
        strides: [1],
      },
      storages,
    ),
  ];
}

/** A tensor on no device: it has a shape, and no values anywhere. */
function metaLeaf(name: string, callee: string, args: readonly PickleValue[]): Leaf {
  const [dtypeArgument, size] = callee.endsWith('wrapper_subclass') ? [args[1], args[2]] : args;
  const dtype = dtypeOfGlobal(globalName(dtypeArgument)) ?? 'unknown';
  const shape = sizesOf(size) ?? [];
  return { info: { name, dtype, shape, byteLength: elementCount(shape) * (itemBytesOf(dtype) ?? 0) } };
}

interface View {
  dtype: string;
  itemBytes: number;
  /** In items. */
  offset: number;
  shape: number[];
  strides: number[];
  flags?: ReadonlySet<string>;
}

/** `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks, metadata)`; v3 has a dtype, the quantized one a quantizer. */
function viewLeaf(name: string, callee: string, args: readonly PickleValue[], storages: TorchStorages): Leaf {
  const [storage, offset, size, stride] = args;
  const loaded = storages.loaded?.get(storage ?? null);
  const isReference = storage !== null && typeof storage === 'object' && storage.kind === 'persistent';
  const reference = loaded?.reference ?? (isReference ? storageReference(storage.id) : null);
  const shape = sizesOf(size);
  const strides = sizesOf(stride);
  const start = numberOf(offset);
  const declared = callee.endsWith('_v3') ? dtypeOfGlobal(globalName(args[6])) : reference?.dtype;
  const itemBytes = declared === undefined ? undefined : itemBytesOf(declared);
  if (
    !reference ||
    !shape ||
    !strides ||
    shape.length !== strides.length ||
    start === undefined ||
    start < 0 ||
    declared === undefined ||
    itemBytes === undefined
  ) {
    throw new FormatError(
      'invalid-structure',
      'expected storage, offset, size and stride of a tensor, found other values',
    );
  }
  const flags = new Set(
    (entriesOf(args[callee.endsWith('_v3') ? 7 : 6] ?? null) ?? [])
      .filter(([, on]) => on === true)
      .map(([key]) => keyName(key)),
  );
  return leafOfView(
    name,
    reference,
    { dtype: declared, itemBytes, offset: start, shape, strides, flags },
    storages,
    loaded?.place,
  );
}

function leafOfView(
  name: string,
  reference: StorageReference,
  view: View,
  storages: TorchStorages,
  place = storages.places.get(reference.key),
): Leaf {
  const { dtype, itemBytes, shape } = view;
  const info: TensorInfo = { name, dtype, shape, byteLength: elementCount(shape) * itemBytes };
  // The reader of the container tells which storages are absent.
  if (!place) return reference.byteLength === 0 ? { info, values: emptyValues } : { info };
  checkReach(view, reference, place);
  const start = place.start + reference.viewStart + view.offset * itemBytes;
  const items = {
    source: place.source,
    start,
    itemBytes,
    shape,
    strides: view.strides.map((stride) => stride * itemBytes),
    swapBytes: swapUnit(dtype, itemBytes, storages.byteOrder),
  };
  const contiguous = isContiguous(items);
  const isPlain = !view.flags?.has('conj') && !view.flags?.has('neg');
  if (contiguous && isPlain && place.base !== undefined && info.byteLength > 0) {
    info.offset = place.base + start;
    if (itemBytes > 1) info.byteOrder = storages.byteOrder;
  }
  if (!contiguous) info.strides = view.strides;
  const leaf: Leaf = { info, values: () => withSigns(readStrided(items), dtype, view) };
  if (info.byteLength > 0) leaf.storage = reference.key;
  return leaf;
}

async function* emptyValues(): AsyncGenerator<Uint8Array> {}

/** The declared storage must be what the record holds, and the view must stay inside of it (CVE-2026-24747 and its kind). */
function checkReach(
  { shape, strides, offset, itemBytes }: View,
  reference: StorageReference,
  place: StoragePlace,
): void {
  if (reference.byteLength + reference.viewStart > place.length) {
    throw new FormatError(
      'out-of-bounds',
      `expected ${reference.byteLength + reference.viewStart} bytes in storage "${place.name}", found ${place.length}`,
      (place.base ?? 0) + place.start,
    );
  }
  if (shape.includes(0)) return;
  const last = shape.reduce((reach, size, i) => reach + (size - 1) * (strides[i] as number), offset);
  if ((last + 1) * itemBytes > reference.byteLength) {
    throw new FormatError(
      'out-of-bounds',
      `expected a view within ${reference.byteLength} bytes of storage "${place.name}", found one that reaches ${(last + 1) * itemBytes}`,
      (place.base ?? 0) + place.start,
    );
  }
}

const swapUnit = (dtype: string, itemBytes: number, order: 'little' | 'big'): number =>
  order === 'little' ? 1 : dtype.startsWith('complex') ? itemBytes / 2 : itemBytes;

/** Lazy conjugation and negation are resolved: they are flags of the view, not of the stored values. */
function withSigns(
  values: AsyncIterable<Uint8Array>,
  dtype: string,
  { flags, itemBytes }: View,
): AsyncIterable<Uint8Array> {
  const partBytes = dtype.startsWith('complex') ? itemBytes / 2 : itemBytes;
  let signed = values;
  if (flags?.has('conj') && dtype.startsWith('complex')) signed = conjugated(signed, itemBytes);
  if (flags?.has('neg')) signed = negated(signed, partBytes);
  return signed;
}

/** Location tags of the storages that a pickle refers to: where the tensors were when saved. */
export function locationsOf(persistents: readonly { id: PickleValue }[]): string[] {
  const locations = new Set<string>();
  for (const { id } of persistents) {
    const items = itemsOf(id);
    const location = items && textOf(items[0]) === 'storage' ? textOf(items[3]) : undefined;
    if (location !== undefined) locations.add(location);
  }
  return [...locations].sort(byBytes);
}
