import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { chunks } from '../bytes/source.js';
import { ForwardReader } from '../containers/forward-reader.js';
import { swapped } from './byte-swap.js';
import { holesOf } from './coverage.js';
import { countElements, ITEM_BITS } from './dtypes.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO, type TensorInfo } from './format.js';
import types from './ggml-quantizations.json' with { type: 'json' };
import { type GgufValue, readValue } from './gguf-value.js';
import { has } from './glimpse.js';
import { addHiddenInHoles } from './hidden-pickles.js';
import { templateReaches } from './jinja-template.js';

/** Blocks of quantized types: elements and bytes of one block. */
const TYPES = types as Record<string, { name: string; dtype: string; elements: number; bytes: number } | undefined>;
const MAX_DIMENSIONS = 4;
const DEFAULT_ALIGNMENT = 32;
const MAX_ALIGNMENT = 1 << 20;
/** Longest array kept as a fact; longer ones (vocabularies) are told by their length. */
const ARRAY_FACT = 64;

interface Header {
  version: number;
  littleEndian: boolean;
  values: Map<string, GgufValue>;
  tensors: TensorInfo[];
  contents: Contents;
}

export const gguf: Format = {
  id: 'gguf',
  name: 'GGUF',
  extensions: ['.gguf'],
  family: 'exchange',
  container: 'none',
  signature: '"GGUF" at 0, then version 1 to 3 in either byte order',
  aliases: ['llama.cpp model'],
  facts: {
    disclosure: 'documented',
    steward: 'ggml-org',
    specification: 'https://github.com/ggml-org/ggml/blob/master/docs/gguf.md',
    encoding: 'binary',
    holds: 'weights',
    independent: true,
    worstLoading: 'template',
  },

  recognize: ({ head }) => (has(head, 'GGUF') ? certain('"GGUF" at 0') : NO),
  inspect: async (model, limits) => (await readHeader(model, limits)).contents,

  async *tensors(model, limits) {
    const { source } = model;
    const { tensors, littleEndian } = await readHeader(model, limits);
    for (const info of tensors) {
      const { offset, byteLength, dtype } = info;
      if (offset === undefined) {
        yield { info };
        continue;
      }
      const itemBytes = (ITEM_BITS[dtype] ?? 8) / 8;
      const stored = () => chunks(source, offset, offset + byteLength);
      yield { info, values: littleEndian ? stored : () => swapped(stored(), itemBytes) };
    }
  },
};

async function readHeader(model: ModelInput, limits: Limits): Promise<Header> {
  const { source } = model;
  const reader = new ForwardReader(source, 4, limits.headerBytes);
  const version = await readVersion(reader);
  const contents = begin(model, 'data-only');
  contents.version = String(version);
  const count = async (what: string, smallest: number) => {
    const at = reader.offset;
    const declared = await readSize(reader, version);
    if (declared * smallest > source.size)
      throw new FormatError(
        'invalid-structure',
        `expected at most ${source.size} bytes of ${what}, found a count of ${declared}`,
        at,
      );
    return declared;
  };
  // The smallest tensor entry is a name length, a dimension count, a type and an offset; the smallest pair a length, a type and a byte.
  const tensorCount = await count('tensors', 20);
  const valueCount = await count('metadata', 9);
  if (tensorCount > limits.tensors)
    throw new FormatError('resource-limit', `expected at most ${limits.tensors} tensors, found ${tensorCount}`, 8);
  const values = await readValues(reader, version, valueCount, contents, limits);
  addFacts(values, version, contents);
  const tensors = contents.tensors;
  for (let i = 0; i < tensorCount; i++) tensors.push(await readTensor(reader, version));
  placeTensors(tensors, alignmentOf(values), reader, contents);
  await lookBetween(tensors, reader, contents, limits);
  return { version, littleEndian: reader.littleEndian, values, tensors, contents };
}

/** Versions 1 to 3; a file is big-endian where its version reads as a small number that way round. */
async function readVersion(reader: ForwardReader): Promise<number> {
  const bytes = await reader.take(4);
  const little = new Cursor(bytes).u32();
  reader.littleEndian = (little & 0xffff) !== 0;
  const version = reader.littleEndian ? little : new Cursor(bytes, 4, false).u32();
  if (version < 1 || version > 3)
    throw new FormatError('invalid-structure', `expected GGUF version 1 to 3, found ${version}`, 4);
  return version;
}

async function readValues(
  reader: ForwardReader,
  version: number,
  count: number,
  contents: Contents,
  limits: Limits,
): Promise<Map<string, GgufValue>> {
  const values = new Map<string, GgufValue>();
  for (let i = 0; i < count; i++) {
    const offset = reader.offset;
    const key = await readString(reader, version);
    const value = await readValue(
      reader,
      (r) => readString(r, version),
      (r) => readSize(r, version),
      limits.depth,
    );
    if (values.has(key))
      contents.observations.push({
        kind: 'malformed',
        code: 'duplicate-key',
        message: `expected unique keys, found "${key}" twice`,
        name: key,
        offset,
      });
    values.set(key, value);
  }
  return values;
}

/** A size or count. One of 2^53 or more is in no file: it is there to wrap around in a reader that adds or multiplies. */
async function readSize(reader: ForwardReader, version: number): Promise<number> {
  if (version === 1) return reader.u32();
  const at = reader.offset;
  const size = await reader.u64();
  if (size > BigInt(Number.MAX_SAFE_INTEGER))
    throw new FormatError('out-of-bounds', `expected a size below 2^53, found ${size}`, at);
  return Number(size);
}

async function readString(reader: ForwardReader, version: number): Promise<string> {
  const at = reader.offset;
  const length = await readSize(reader, version);
  if (length > reader.source.size - reader.offset)
    throw new FormatError(
      'invalid-structure',
      `expected text within ${reader.source.size} bytes, found length ${length}`,
      at,
    );
  return reader.text(length);
}

/** One tensor entry. Its offset is relative to the data until `placeTensors`; unknown types keep it undefined. */
async function readTensor(reader: ForwardReader, version: number): Promise<TensorInfo> {
  const name = await readString(reader, version);
  const at = reader.offset;
  const rank = await reader.u32();
  if (rank > MAX_DIMENSIONS)
    throw new FormatError('out-of-bounds', `expected at most ${MAX_DIMENSIONS} dimensions, found ${rank}`, at);
  const dimensions: number[] = [];
  for (let i = 0; i < rank; i++) dimensions.push(await readSize(reader, version));
  const typeAt = reader.offset;
  const typeId = await reader.u32();
  const relative = await readSize(reader, 3);
  const elements = countElements(dimensions);
  if (elements === undefined)
    throw new FormatError('out-of-bounds', `expected fewer than 2^53 elements, found [${dimensions.join(', ')}]`, at);
  const shape = dimensions.reverse();
  const type = Object.hasOwn(TYPES, typeId) ? TYPES[typeId] : undefined;
  if (!type) return { name, dtype: `ggml:${typeId}`, shape, byteLength: 0 };
  // Blocks run along the fastest dimension, which must hold whole blocks.
  if ((shape.at(-1) ?? 1) % type.elements !== 0) {
    throw new FormatError(
      'invalid-structure',
      `expected rows of whole blocks of ${type.elements} for ${type.name}, found ${shape.at(-1)}`,
      typeAt,
    );
  }
  return { name, dtype: type.dtype, shape, byteLength: (elements / type.elements) * type.bytes, offset: relative };
}

function alignmentOf(values: Map<string, GgufValue>): number {
  const declared = values.get('general.alignment')?.value ?? DEFAULT_ALIGNMENT;
  if (typeof declared !== 'number' || !Number.isInteger(declared) || declared < 1 || declared > MAX_ALIGNMENT) {
    throw new FormatError(
      'invalid-structure',
      `expected an alignment from 1 to ${MAX_ALIGNMENT}, found ${String(declared)}`,
    );
  }
  return declared;
}

/** Makes offsets absolute and checks that tensors lie apart, aligned, inside the file, with nothing but padding between. */
function placeTensors(tensors: TensorInfo[], alignment: number, reader: ForwardReader, contents: Contents): void {
  const align = (offset: number) => Math.ceil(offset / alignment) * alignment;
  const { observations } = contents;
  const { size } = reader.source;
  const start = align(reader.offset);
  const seen = new Set<string>();
  for (const tensor of tensors) {
    if (seen.has(tensor.name))
      observations.push({
        kind: 'malformed',
        code: 'duplicate-key',
        message: `expected unique tensor names, found "${tensor.name}" twice`,
        name: tensor.name,
      });
    seen.add(tensor.name);
    if (tensor.offset === undefined) {
      observations.push({
        kind: 'unread',
        code: 'unsupported',
        message: `expected a known tensor type, found ${tensor.dtype.slice(5)}`,
        name: tensor.name,
      });
      continue;
    }
    if (tensor.offset % alignment !== 0)
      observations.push({
        kind: 'malformed',
        code: 'invalid-structure',
        message: `expected an offset aligned to ${alignment}, found ${tensor.offset}`,
        name: tensor.name,
      });
    tensor.offset += start;
    if (reader.littleEndian || !tensor.dtype.startsWith('ggml:'))
      tensor.byteOrder = reader.littleEndian ? 'little' : 'big';
  }
  let covered = start;
  for (const { name, offset = 0, byteLength } of tensors
    .filter((t) => t.offset !== undefined)
    .sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0))) {
    const fault = (code: 'truncated' | 'invalid-structure', message: string) =>
      observations.push({ kind: 'malformed', code, message: `${message} at offset ${offset}`, name, offset });
    if (offset + byteLength > size)
      fault('truncated', `expected ${byteLength} bytes, found ${Math.max(0, size - offset)}`);
    if (offset < covered && byteLength > 0)
      fault('invalid-structure', `expected tensors apart, found an overlap of ${covered - offset} bytes`);
    if (offset > align(covered))
      observations.push({
        kind: 'unaccounted',
        code: 'unaccounted-bytes',
        message: `expected padding to ${alignment}, found ${offset - covered} bytes at offset ${covered}`,
        offset: covered,
      });
    covered = Math.max(covered, offset + byteLength);
  }
  if (size > align(covered))
    observations.push({
      kind: 'unaccounted',
      code: 'unaccounted-bytes',
      message: `expected the end of the file, found ${size - covered} more bytes at offset ${covered}`,
      offset: covered,
    });
  contents.storedBytes = tensors.reduce((sum, tensor) => sum + tensor.byteLength, 0);
}

/** Pickles in what lies between and behind the tensors. */
async function lookBetween(
  tensors: readonly TensorInfo[],
  { offset: start, source }: ForwardReader,
  contents: Contents,
  limits: Limits,
): Promise<void> {
  const runs = tensors.flatMap(({ offset, byteLength }) =>
    offset === undefined ? [] : [{ start: offset, end: offset + byteLength }],
  );
  // A type that is not known has a length that is not known either.
  if (runs.length < tensors.length) return;
  await addHiddenInHoles(contents, source, holesOf(runs, start, source.size), { base: 0 }, limits);
}

function addFacts(values: Map<string, GgufValue>, version: number, contents: Contents): void {
  contents.facts.push({ key: 'version', value: version, where: 'header' });
  for (const [key, { value, length }] of values) {
    const told = length !== undefined && length > ARRAY_FACT ? { length } : value;
    contents.facts.push({ key, value: told, where: `metadata#${key}` });
    if (!/^tokenizer\.chat_template/.test(key)) continue;
    const templates = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
    if (templates.length > 0) contents.loading = 'template';
    for (const reach of templates.flatMap(templateReaches)) {
      contents.observations.push({
        kind: 'callable',
        code: 'template-injection',
        name: reach.name,
        message: `chat template reaches the ${reach.kind} ${reach.name}`,
        member: key,
      });
    }
  }
}
