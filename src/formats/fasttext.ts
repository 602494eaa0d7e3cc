import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { ForwardReader } from '../containers/forward-reader.js';
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
  for (const name of ['input', 'output']) if (!(await readMatrix(name, reader, contents))) return contents;
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

/** Adds a matrix; false where it is quantized, beyond which nothing can be told. */
async function readMatrix(name: string, reader: ForwardReader, contents: Contents): Promise<boolean> {
  if ((await reader.u8()) !== 0) {
    contents.observations.push({
      kind: 'unread',
      code: 'unsupported',
      message: `expected a plain ${name} matrix, found a quantized one`,
    });
    return false;
  }
  const shape = [await reader.size64(), await reader.size64()];
  const byteLength = (shape[0] ?? 0) * (shape[1] ?? 0) * 4;
  const info: TensorInfo = { name, dtype: 'float32', shape, byteLength, offset: reader.offset, byteOrder: 'little' };
  reader.skip(byteLength);
  contents.tensors.push(info);
  return true;
}
