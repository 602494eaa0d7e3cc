import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import {
  className,
  globalName,
  itemsOf,
  numberOf,
  type PickleObject,
  type PickleValue,
  textOf,
} from '../containers/pickle.js';
import { countElements } from './dtypes.js';
import { blocksFault } from './joined-blocks.js';
import { attributeOf, entriesOf, keyName } from './python-names.js';
import { dtypeOfGlobal } from './torch-dtypes.js';

/*
 * torch.distributed.checkpoint.metadata.Metadata, as pickled into `.metadata`:
 *   state_dict_metadata  name -> TensorStorageMetadata(properties, size, chunks) | BytesStorageMetadata
 *   storage_data         MetadataIndex(fqn, offset, index) -> _StorageInfo(relative_path, offset, length)
 */

/** Where one piece of an item lies: a run of a `.distcp` file that is a torch file of its own. */
export interface DcpPiece {
  file: string;
  start: number;
  length: number;
  /** Place of the piece in its tensor, and its shape. Empty for objects. */
  offsets: number[];
  sizes: number[];
  /** Written through an extension: compressed or encrypted by a class that only its writer knows. */
  encoded: boolean;
}

/** One entry of the state dict. Without dtype it is an object that was pickled into bytes. */
export interface DcpItem {
  name: string;
  dtype?: string;
  shape: number[];
  pieces: DcpPiece[];
  /** What is wrong with its description, or absent from it. */
  fault?: string;
}

/** Items of the metadata in the order of the state dict. Throws `invalid-structure` where it is no Metadata. */
export function dcpItems(metadata: PickleValue, limits: Limits): DcpItem[] {
  const object = asObject(metadata);
  const described = object && entriesOf(attributeOf(object, 'state_dict_metadata') ?? null);
  const stored = object && entriesOf(attributeOf(object, 'storage_data') ?? null);
  if (!described || !stored)
    throw new FormatError(
      'invalid-structure',
      'expected state_dict_metadata and storage_data of a distributed checkpoint, found other values',
    );
  if (described.length > limits.tensors)
    throw new FormatError('resource-limit', `expected at most ${limits.tensors} tensors, found ${described.length}`);
  const places = placesOf(stored);
  return described.map(([key, value]) => itemOf(keyName(key), asObject(value), places));
}

const asObject = (value: PickleValue | undefined): PickleObject | null =>
  value !== null && typeof value === 'object' && value.kind === 'object' ? value : null;

type Places = ReadonlyMap<string, Omit<DcpPiece, 'sizes'>>;
const placeKey = (name: string, offsets: readonly number[]): string => JSON.stringify([name, offsets]);

function placesOf(stored: readonly [PickleValue, PickleValue][]): Places {
  const places = new Map<string, Omit<DcpPiece, 'sizes'>>();
  for (const [key, value] of stored) {
    const index = asObject(key);
    const info = asObject(value);
    const name = index && textOf(attributeOf(index, 'fqn'));
    const file = info && textOf(attributeOf(info, 'relative_path'));
    const start = info && numberOf(attributeOf(info, 'offset'));
    const length = info && numberOf(attributeOf(info, 'length'));
    if (name == null || file == null || !isSize(start) || !isSize(length)) continue;
    const offsets = sizesOf(attributeOf(index as PickleObject, 'offset')) ?? [];
    const encoded = (itemsOf(attributeOf(info as PickleObject, 'transform_descriptors')) ?? []).length > 0;
    places.set(placeKey(name, offsets), { file, start, length, offsets, encoded });
  }
  return places;
}

function itemOf(name: string, value: PickleObject | null, places: Places): DcpItem {
  if (!value || className(value)?.endsWith('.BytesStorageMetadata')) {
    const place = places.get(placeKey(name, []));
    return place
      ? { name, shape: [], pieces: [{ ...place, sizes: [] }] }
      : { name, shape: [], pieces: [], fault: 'expected where its bytes lie, found nothing' };
  }
  const dtype = dtypeOf(attributeOf(value, 'properties'));
  const shape = sizesOf(attributeOf(value, 'size'));
  const chunks = itemsOf(attributeOf(value, 'chunks'));
  if (!dtype || !shape || !chunks || countElements(shape) === undefined)
    return { name, shape: [], pieces: [], fault: 'expected dtype, size and chunks of a tensor, found other values' };
  const item: DcpItem = { name, dtype, shape, pieces: [] };
  for (const chunk of chunks) {
    const part = asObject(chunk);
    const offsets = part && sizesOf(attributeOf(part, 'offsets'));
    const sizes = part && sizesOf(attributeOf(part, 'sizes'));
    const place = offsets && places.get(placeKey(name, offsets));
    if (!place || !sizes) item.fault = `expected where the chunk at [${offsets?.join(', ')}] lies, found nothing`;
    else item.pieces.push({ ...place, sizes });
  }
  const fault = item.fault ?? blocksFault(shape, item.pieces);
  return fault === null ? item : { ...item, fault };
}

/** `TensorProperties` is pickled as the tuple of its fields, the dtype first; torch 2.0 pickled a dict. */
function dtypeOf(properties: PickleValue | undefined): string | undefined {
  const object = asObject(properties);
  const [first] = itemsOf(object?.state) ?? [];
  return dtypeOfGlobal(globalName(first ?? (object ? attributeOf(object, 'dtype') : undefined)));
}

/** `torch.Size([8, 4])`, or a plain tuple. */
function sizesOf(value: PickleValue | undefined): number[] | null {
  const object = asObject(value);
  const items = object ? itemsOf(itemsOf(object.args)?.[0]) : itemsOf(value);
  const sizes = items?.map(numberOf);
  return sizes?.every(isSize) ? (sizes as number[]) : null;
}

const isSize = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
