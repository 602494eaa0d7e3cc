import { byBytes } from '../bytes/order.js';
import { SAFETENSORS_DTYPES } from '../formats/safetensors.js';
import { type HeaderEntry, headerBytes, indexName, indexText, shardName } from '../formats/safetensors-header.js';
import { type Exportable, exactly, exportable, nothingToWrite, tiedNames } from './exportable.js';
import type { Exporter, ExportFile, ExportSource } from './exporter.js';
import { proveTensors } from './prove-tensors.js';

/** dtype → its name in the specification. */
const NAMES = new Map(Object.entries(SAFETENSORS_DTYPES).map(([name, dtype]) => [dtype, name]));
/** The reference writer sorts by alignment, widest first, so that every value lies at a multiple of its size. */
const ORDER = ['uint64', 'int64', 'float64', 'complex64', 'float32', 'uint32', 'int32', 'bfloat16', 'float16', 'uint16', 'int16']; // biome-ignore format: one line reads best
const rank = (dtype: string): number => (ORDER.includes(dtype) ? ORDER.indexOf(dtype) : ORDER.length);
/** What a tensor takes in the header at most, without its name. */
const HEADER_SHARE = 200;

/** safetensors (https://github.com/huggingface/safetensors#format): a header of JSON, then the values, aligned. */
export const toSafetensors: Exporter = {
  id: 'safetensors',
  extension: '.safetensors',
  title: 'weights of any readable model, one documented file that every framework loads without running code',
  proof: 'tensors',
  async plan(source, stem, { shardBytes }) {
    const { kept, leftOut } = exportable(source, ({ name, dtype }) => {
      if (name === '__metadata__') return 'safetensors keeps this name for itself';
      return NAMES.has(dtype) ? null : `safetensors has no dtype for ${dtype}`;
    });
    if (kept.length === 0)
      return nothingToWrite('safetensors', leftOut, 'modelbag export MODEL --to json, which holds strings too');
    const metadata = metadataOf(source);
    const shards = shardsOf(kept, shardBytes);
    const [first = [], ...more] = shards;
    const files =
      more.length === 0 ? [fileOf(`${stem}.safetensors`, first, metadata)] : shardFiles(stem, shards, metadata);
    return { files, leftOut, prove: proveTensors(kept) };
  },
};

/** Strings only, as the specification wants. `format` is what transformers looks for before it loads weights. */
function metadataOf({ path, format, sha256, tensors, contents }: ExportSource): Record<string, string> {
  const own = contents.facts.flatMap(({ key, value, where }) =>
    where.startsWith('__metadata__') && typeof value === 'string' ? [[key, value] as const] : [],
  );
  const tied = tiedNames(tensors);
  return {
    format: FRAMEWORKS.find(([id]) => id.test(format.id))?.[1] ?? 'np',
    ...Object.fromEntries(own),
    'modelbag.source': path.slice(path.lastIndexOf('/') + 1),
    'modelbag.source.format': format.id,
    'modelbag.source.sha256': sha256,
    ...(Object.keys(tied).length > 0 && { 'modelbag.tied': JSON.stringify(tied) }),
  };
}

const FRAMEWORKS: readonly (readonly [RegExp, string])[] = [
  [/^(pytorch|torch|lightning|nemo)/, 'pt'],
  [/^(tensorflow|keras|tf)/, 'tf'],
  [/^(flax|orbax)/, 'flax'],
];

const inDataOrder = (tensors: readonly Exportable[]): Exportable[] =>
  [...tensors].sort((a, b) => rank(a.dtype) - rank(b.dtype) || byBytes(a.name, b.name));

/** Tensors in data order, a new shard where the next one would not fit. */
function shardsOf(tensors: readonly Exportable[], shardBytes: number): Exportable[][] {
  const shards: Exportable[][] = [[]];
  let filled = 0;
  for (const tensor of inDataOrder(tensors)) {
    const last = shards[shards.length - 1] as Exportable[];
    const size = tensor.byteLength + HEADER_SHARE + Buffer.byteLength(tensor.name);
    if (filled + size > shardBytes && last.length > 0) {
      shards.push([tensor]);
      filled = size;
    } else {
      last.push(tensor);
      filled += size;
    }
  }
  return shards;
}

/** Shards and their index, named as transformers reads them. */
function shardFiles(
  stem: string,
  shards: readonly (readonly Exportable[])[],
  metadata: Record<string, string>,
): ExportFile[] {
  const named = new Map(shards.map((tensors, i) => [shardName(stem, i + 1, shards.length), tensors]));
  return [
    {
      name: indexName(stem),
      async *bytes() {
        yield Buffer.from(indexText(metadata, named));
      },
    },
    ...[...named].map(([name, tensors]) => fileOf(name, tensors, metadata)),
  ];
}

function fileOf(name: string, tensors: readonly Exportable[], metadata: Record<string, string>): ExportFile {
  const placed = inDataOrder(tensors);
  return {
    name,
    async *bytes() {
      yield headerBytes(metadata, entriesOf(placed));
      for (const tensor of placed) yield* exactly(tensor);
    },
  };
}

function entriesOf(tensors: readonly Exportable[]): [string, HeaderEntry][] {
  let at = 0;
  return tensors.map(({ name, dtype, shape, byteLength }) => {
    const start = at;
    at += byteLength;
    return [name, { dtype: NAMES.get(dtype) ?? dtype, shape, data_offsets: [start, at] }];
  });
}
