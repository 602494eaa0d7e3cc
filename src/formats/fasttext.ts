import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { ForwardReader } from '../containers/forward-reader.js';
import { byteLengthOf, countElements } from './dtypes.js';
import { type Contents, certain, emptyContents, type Format, NO, type TensorInfo } from './format.js';
import { has } from './glimpse.js';

/*
 * The memory layout of fastText, little-endian:
 *   magic i32, version i32 | 12 arguments i32, t f64 | dictionary | quantized u8 | input matrix | quantized u8 | output matrix
 *   dictionary: entries i32, words i32, labels i32, tokens i64, pruned i64 | entries: text\0, count i64, type i8 | pruned: i32, i32
 *   matrix: rows i64, columns i64, f32 …
 */
const MAGIC = [0xba, 0x16, 0x4f, 0x2f] as const;
const VERSION = 12;
const ARGUMENTS = [
  'dim',
  'ws',
  'epoch',
  'minCount',
  'neg',
  'wordNgrams',
  'loss',
  'model',
  'bucket',
  'minn',
  'maxn',
  'lrUpdateRate',
] as const;
/** Longest word: fastText itself cuts tokens far below. */
const MAX_WORD = 1 << 16;
const SMALLEST_ENTRY = 10;

export const fasttext: Format = {
  id: 'fasttext',
  name: 'fastText model',
  extensions: ['.bin', '.ftz'],
  family: 'language',
  container: 'none',
  signature: 'bytes BA 16 4F 2F at 0, then version 12',
  facts: {
    disclosure: 'source',
    steward: 'Meta (archived)',
    specification: 'https://github.com/facebookresearch/fastText/blob/main/src/fasttext.cc',
    encoding: 'binary',
    holds: 'model',
    independent: false,
    worstLoading: 'data-only',
    openExport: 'word2vec-text',
  },

  recognize: ({ head }) => (has(head, MAGIC) ? certain('fastText magic number at 0') : NO),
  inspect: ({ source }, limits) => readModel(source, limits),

  async *tensors({ source }, limits) {
    const { tensors } = await readModel(source, limits);
    for (const info of tensors) {
      const { offset, byteLength } = info;
      yield offset === undefined ? { info } : { info, values: () => chunks(source, offset, offset + byteLength) };
    }
  },
};

async function readModel(source: ByteSource, limits: Limits): Promise<Contents> {
  const contents = emptyContents('data-only');
  const reader = new ForwardReader(source, 4);
  const header = await reader.ahead(4 + 4 * ARGUMENTS.length + 8);
  const version = header.i32();
  contents.version = String(version);
  contents.facts.push({ key: 'version', value: version, where: 'header' });
  if (version !== VERSION) throw new FormatError('unsupported', `expected version ${VERSION}, found ${version}`, 4);
  for (const key of ARGUMENTS) contents.facts.push({ key, value: header.i32(), where: 'arguments' });
  contents.facts.push({ key: 't', value: header.f64(), where: 'arguments' });
  await readDictionary(reader, contents, limits);
  for (const name of ['input', 'output']) await readMatrix(name, reader, contents);
  if (reader.offset < source.size) {
    contents.observations.push({
      kind: 'unaccounted',
      code: 'unaccounted-bytes',
      message: `expected the end of the file, found ${source.size - reader.offset} more bytes`,
      offset: reader.offset,
    });
  }
  contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return contents;
}

async function readDictionary(reader: ForwardReader, contents: Contents, limits: Limits): Promise<void> {
  const at = reader.offset;
  const counts = await reader.ahead(28);
  const [entries, words, labels] = [counts.i32(), counts.i32(), counts.i32()];
  const tokens = Number(counts.i64());
  const pruned = Number(counts.i64());
  if (entries < 0 || entries * SMALLEST_ENTRY > reader.source.size || entries !== words + labels) {
    throw new FormatError(
      'invalid-structure',
      `expected entries that are words and labels, found ${entries}, ${words} and ${labels}`,
      at,
    );
  }
  if (entries > limits.inflatedBytes / SMALLEST_ENTRY)
    throw new FormatError('resource-limit', `expected fewer dictionary entries, found ${entries}`, at);
  contents.facts.push(
    { key: 'words', value: words, where: 'dictionary' },
    { key: 'labels', value: labels, where: 'dictionary' },
    { key: 'tokens', value: tokens, where: 'dictionary' },
  );
  for (let i = 0; i < entries; i++) await skipEntry(reader);
  if (pruned * 8 > reader.source.size - reader.offset)
    throw new FormatError('truncated', `expected ${pruned} pruned entries, found the end of the file`, reader.offset);
  if (pruned > 0) reader.skip(pruned * 8);
}

/** A word, its count and its type. */
async function skipEntry(reader: ForwardReader): Promise<void> {
  for (let length = 0; (await reader.u8()) !== 0; length++) {
    if (length === MAX_WORD)
      throw new FormatError(
        'invalid-structure',
        `expected words of at most ${MAX_WORD} bytes, found a longer one`,
        reader.offset,
      );
  }
  (await reader.ahead(9)).skip(9);
}

/** Adds a matrix; a quantized one as the codes and centroids that it is stored as. */
async function readMatrix(name: string, reader: ForwardReader, contents: Contents): Promise<void> {
  const quantized = await reader.u8();
  if (quantized > 1)
    throw new FormatError(
      'invalid-structure',
      `expected 0 or 1 before the ${name} matrix, found ${quantized}`,
      reader.offset - 1,
    );
  if (quantized === 1) return readQuantized(name, reader, contents);
  addMatrix(name, 'float32', [await reader.size64(), await reader.size64()], reader, contents);
}

function addMatrix(
  name: string,
  dtype: 'float32' | 'uint8',
  shape: number[],
  reader: ForwardReader,
  contents: Contents,
): void {
  const byteLength = byteLengthOf(dtype, countElements(shape) ?? Number.NaN);
  if (byteLength === undefined || byteLength > reader.source.size - reader.offset)
    throw new FormatError(
      'truncated',
      `expected ${dtype} [${shape.join(', ')}] of ${name}, found ${reader.source.size - reader.offset} bytes`,
      reader.offset,
    );
  const info: TensorInfo = { name, dtype, shape, byteLength, offset: reader.offset };
  if (dtype === 'float32') info.byteOrder = 'little';
  reader.skip(byteLength);
  contents.tensors.push(info);
}

/** Centroids of each group of columns. */
const CENTROIDS = 256;

/**
 * norms apart u8 | rows i64, columns i64 | bytes of codes i32, codes | quantizer | with norms apart: code of each row's
 * norm, quantizer of the norms. A quantizer: columns i32, groups i32, width i32, width of the last i32, f32 …
 */
async function readQuantized(name: string, reader: ForwardReader, contents: Contents): Promise<void> {
  const hasNorms = (await reader.u8()) !== 0;
  const rows = await reader.size64();
  await reader.size64();
  const codes = (await reader.ahead(4)).i32();
  const groups = rows > 0 && codes >= 0 && codes % rows === 0 ? codes / rows : 0;
  addMatrix(`${name}.codes`, 'uint8', groups > 0 ? [rows, groups] : [Math.max(codes, 0)], reader, contents);
  await readQuantizer(`${name}.centroids`, reader, contents);
  if (!hasNorms) return;
  addMatrix(`${name}.norm_codes`, 'uint8', [rows], reader, contents);
  await readQuantizer(`${name}.norm_centroids`, reader, contents);
}

async function readQuantizer(name: string, reader: ForwardReader, contents: Contents): Promise<void> {
  const header = await reader.ahead(16);
  const columns = header.i32();
  header.skip(12);
  addMatrix(name, 'float32', [Math.max(columns, 0) * CENTROIDS], reader, contents);
}
