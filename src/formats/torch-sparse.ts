import { FormatError } from '../bytes/format-error.js';
import { calleeName, globalName, itemsOf, type PickleObject, type PickleValue, textOf } from '../containers/pickle.js';
import { countElements } from './dtypes.js';
import type { Leaf } from './numpy-leaf.js';
import { joinName } from './python-names.js';

/** Values summed in memory when a sparse tensor was saved with repeated indices. */
const MOST_COALESCED = 64 << 20;

/**
 * `_rebuild_sparse_tensor(layout, (indices, values, size[, is_coalesced]))`, or compressed rows with (crow_indices,
 * col_indices, values, size). The parts are tensors of their own; coordinates are coalesced, as torch does before it reads them.
 */
export function sparseLeaves(
  name: string,
  args: readonly PickleValue[],
  read: (name: string, value: PickleValue) => Leaf[],
): Leaf[] {
  const layout = layoutName(args[0]);
  const data = itemsOf(args[1]) ?? args.slice(0, -1);
  const names =
    layout === 'torch.sparse_coo'
      ? ['indices', 'values']
      : layout === 'torch.sparse_csc' || layout === 'torch.sparse_bsc'
        ? ['ccol_indices', 'row_indices', 'values']
        : ['crow_indices', 'col_indices', 'values'];
  const leaves = names.flatMap((part, i) => read(joinName(name, part), data[i] ?? null));
  if (leaves.length !== names.length)
    throw new FormatError('invalid-structure', `expected ${names.join(', ')} of a sparse tensor, found other values`);
  const [indices, values] = leaves;
  if (layout === 'torch.sparse_coo' && data[3] !== true && indices && values) coalesceLeaves(indices, values);
  return leaves;
}

/** `torch.serialization._get_layout('torch.sparse_coo')`, or the layout itself. */
function layoutName(value: PickleValue | undefined): string {
  if (calleeName(value) === 'torch.serialization._get_layout')
    return textOf(itemsOf((value as PickleObject).args)?.[0]) ?? '';
  return globalName(value) ?? '';
}

/**
 * Makes the values of both leaves those of the coalesced tensor: coordinates sorted, none twice. The shapes are known only
 * where nothing is repeated; a tensor with repeated coordinates keeps its stored form and says so by an error when read.
 */
function coalesceLeaves(indices: Leaf, values: Leaf): void {
  const readIndices = indices.values;
  const readValues = values.values;
  if (!readIndices || !readValues) return;
  const order = async (): Promise<number[] | null> => {
    if (indices.info.byteLength + values.info.byteLength > MOST_COALESCED)
      throw new FormatError(
        'resource-limit',
        `expected a sparse tensor of at most ${MOST_COALESCED} bytes to sort, found ${indices.info.byteLength + values.info.byteLength}`,
      );
    return sortedOrder(await joined(readIndices()), indices.info.shape);
  };
  indices.values = () => reordered(readIndices, order, indices.info.shape[0] ?? 1, 8);
  values.values = () =>
    reordered(
      readValues,
      order,
      1,
      values.info.byteLength / Math.max(1, countElements(values.info.shape.slice(0, 1)) ?? 1),
    );
  delete indices.info.offset;
  delete values.info.offset;
}

/** Positions of the entries by coordinate; null where they are in order already. */
function sortedOrder(bytes: Buffer, [rows = 0, entries = 0]: readonly number[]): number[] | null {
  const at = (row: number, entry: number): bigint => bytes.readBigInt64LE((row * entries + entry) * 8);
  const compare = (a: number, b: number): number => {
    for (let row = 0; row < rows; row++) {
      const [left, right] = [at(row, a), at(row, b)];
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  };
  const order = Array.from({ length: entries }, (_, i) => i);
  order.sort(compare);
  for (let i = 1; i < entries; i++) {
    if (compare(order[i - 1] as number, order[i] as number) === 0)
      throw new FormatError('unsupported', 'expected every coordinate of a sparse tensor once, found one twice');
  }
  return order.every((entry, i) => entry === i) ? null : order;
}

async function* reordered(
  read: () => AsyncIterable<Uint8Array>,
  order: () => Promise<number[] | null>,
  rows: number,
  itemBytes: number,
): AsyncGenerator<Uint8Array> {
  const places = await order();
  if (!places) {
    yield* read();
    return;
  }
  const bytes = await joined(read());
  const out = Buffer.alloc(bytes.length);
  for (let row = 0; row < rows; row++) {
    const base = row * places.length * itemBytes;
    for (const [to, from] of places.entries())
      bytes.copy(out, base + to * itemBytes, base + from * itemBytes, base + (from + 1) * itemBytes);
  }
  yield out;
}

async function joined(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}
