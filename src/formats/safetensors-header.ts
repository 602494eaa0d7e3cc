import { byBytes } from '../bytes/order.js';

/** What the header says of a tensor; offsets count from where the data begins. */
export interface HeaderEntry {
  dtype: string;
  shape: readonly number[];
  data_offsets: readonly [start: number, end: number];
}

/** Length and header of a safetensors file. The data begins at a multiple of 8: blanks end the header. */
export function headerBytes(
  metadata: Readonly<Record<string, string>>,
  entries: readonly (readonly [name: string, entry: HeaderEntry])[],
): Buffer {
  const members = [['__metadata__', metadata] as const, ...entries].map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  const text = Buffer.from(`{${members.join(',')}}`);
  const bytes = Buffer.alloc(8 + Math.ceil(text.length / 8) * 8, ' ');
  bytes.writeBigUInt64LE(BigInt(bytes.length - 8));
  text.copy(bytes, 8);
  return bytes;
}

const numbered = (n: number): string => String(n).padStart(5, '0');

/** Name of the `n`th shard, counted from 1, as transformers names it. */
export const shardName = (stem: string, n: number, count: number): string =>
  `${stem}-${numbered(n)}-of-${numbered(count)}.safetensors`;

export const indexName = (stem: string): string => `${stem}.safetensors.index.json`;

/** The index of shards as transformers reads it; `shards` are tensors by the name of their file. */
export function indexText(
  metadata: Readonly<Record<string, string>>,
  shards: ReadonlyMap<string, readonly { name: string; byteLength: number }[]>,
): string {
  const placed = [...shards].flatMap(([file, tensors]) => tensors.map(({ name }) => [name, file] as const));
  const index = {
    metadata: {
      ...metadata,
      total_size: [...shards.values()].flat().reduce((sum, { byteLength }) => sum + byteLength, 0),
    },
    weight_map: Object.fromEntries(placed.sort(([a], [b]) => byBytes(a, b))),
  };
  return `${JSON.stringify(index, null, 2)}\n`;
}
