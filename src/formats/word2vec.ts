import { FormatError } from '../bytes/format-error.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { readLines } from '../containers/text-lines.js';
import { byteLengthOf, countElements } from './dtypes.js';
import { certain, emptyContents, type Format, type FormatFacts, NO, type TensorInfo } from './format.js';
import { latin1Head, utf8Head } from './head-text.js';

/*
 * Word vectors as word2vec.c wrote them. A first line `words dimensions`, then one record a word:
 *   text    word, then the numbers, separated by spaces, one line
 *   binary  word, a space, float32 numbers, sometimes a line feed
 */
const WORD2VEC_FACTS: FormatFacts = {
  disclosure: 'source',
  steward: 'de facto',
  specification: 'https://code.google.com/archive/p/word2vec/',
  encoding: 'text',
  holds: 'weights',
  independent: true,
  worstLoading: 'data-only',
};
const FIRST_LINE = /^([1-9][0-9]{0,9}) ([1-9][0-9]{0,5})\r?\n/;
const FIRST_LINE_BYTES = 20;
const TEXT = /^[1-9][0-9]* [1-9][0-9]*\r?\n\S+(?: -?[0-9.][0-9.eE+-]*)+/;
/** Longest word: phrases joined by underscores stay far below. */
const LONGEST_WORD = 1 << 16;

export const word2vecText: Format = {
  id: 'word2vec-text',
  name: 'word2vec text',
  extensions: ['.vec', '.txt', '.w2v'],
  family: 'language',
  container: 'text',
  signature: 'two numbers on the first line, then a word and as many numbers as the second says',
  facts: WORD2VEC_FACTS,
  recognize: ({ head }) => (TEXT.test(utf8Head(head)) ? certain('a line of two numbers, then a word and numbers') : NO),

  async inspect({ source }) {
    const contents = emptyContents('data-only');
    const { info, start } = await readHeader(source);
    contents.tensors.push(info);
    contents.storedBytes = source.size - start;
    const [words = 0, dimensions = 0] = info.shape;
    contents.facts.push({ key: 'words', value: words, where: 'line 1' });
    // The shortest record: a letter, and a space and a digit for every number.
    const least = words * (2 * dimensions + 1);
    if (source.size - start < least)
      contents.observations.push({
        kind: 'malformed',
        code: 'truncated',
        message: `expected ${words} lines of ${dimensions} numbers, found ${source.size - start} bytes`,
        offset: start,
      });
    return contents;
  },

  async *tensors({ source }) {
    const { info, start } = await readHeader(source);
    yield { info, values: () => textVectors(source, start, info.shape) };
  },
};

export const word2vecBinary: Format = {
  id: 'word2vec-binary',
  name: 'word2vec binary',
  extensions: ['.bin', '.w2v'],
  family: 'language',
  container: 'none',
  signature: 'two numbers on the first line, then words with 32-bit floats',
  facts: { ...WORD2VEC_FACTS, encoding: 'binary', openExport: 'word2vec-text' },

  recognize({ head, size }) {
    const found = FIRST_LINE.exec(latin1Head(head));
    if (!found || TEXT.test(utf8Head(head))) return NO;
    const [line, words, dimensions] = [found[0], Number(found[1]), Number(found[2])];
    if (size < line.length + words * (2 + 4 * dimensions)) return NO;
    return beginsWithVector(head.subarray(line.length), dimensions)
      ? certain('a line of two numbers, then a word and float32 values')
      : NO;
  },

  async inspect({ source }) {
    const contents = emptyContents('data-only');
    const { info, start } = await readHeader(source);
    contents.tensors.push(info);
    contents.storedBytes = source.size - start;
    contents.facts.push({ key: 'words', value: info.shape[0], where: 'line 1' });
    if (info.byteLength > source.size - start)
      contents.observations.push({
        kind: 'malformed',
        code: 'truncated',
        message: `expected ${info.byteLength} bytes of vectors, found ${source.size - start}`,
        offset: start,
      });
    return contents;
  },

  async *tensors({ source }) {
    const { info, start } = await readHeader(source);
    yield { info, values: () => binaryVectors(source, start, info.shape) };
  },
};

/** A word of visible characters, a space, and numbers of a size that vectors have. */
function beginsWithVector(bytes: Uint8Array, dimensions: number): boolean {
  const space = bytes.indexOf(0x20);
  if (space < 1 || space > 256 || bytes.subarray(0, space).some((byte) => byte < 0x21)) return false;
  const count = Math.min(dimensions, Math.floor((bytes.length - space - 1) / 4));
  const view = new DataView(bytes.buffer, bytes.byteOffset + space + 1, 4 * count);
  for (let i = 0; i < count; i++) {
    const value = Math.abs(view.getFloat32(4 * i, true));
    if (!(value < 1e6) || (value !== 0 && value < 1e-30)) return false;
  }
  return count > 0;
}

async function readHeader(source: ByteSource): Promise<{ info: TensorInfo; start: number }> {
  const head = await source.read(0, Math.min(source.size, FIRST_LINE_BYTES));
  const found = FIRST_LINE.exec(Buffer.from(head).toString('latin1'));
  const shape = [Number(found?.[1]), Number(found?.[2])];
  const byteLength = found ? byteLengthOf('float32', countElements(shape) ?? Number.NaN) : undefined;
  if (!found || byteLength === undefined)
    throw new FormatError('invalid-structure', 'expected a line of two numbers, found something else', 0);
  return { info: { name: 'vectors', dtype: 'float32', shape, byteLength }, start: found[0].length };
}

async function* textVectors(source: ByteSource, start: number, shape: readonly number[]): AsyncGenerator<Uint8Array> {
  const [words = 0, dimensions = 0] = shape;
  let read = 0;
  for await (const line of readLines(source, start)) {
    if (line.trim() === '') continue;
    if (++read > words) break;
    // Words may contain spaces: numbers are counted from the end.
    const numbers = line.trimEnd().split(' ').slice(-dimensions).map(Number);
    if (numbers.length !== dimensions || numbers.some(Number.isNaN))
      throw new FormatError('invalid-structure', `expected ${dimensions} numbers for word ${read}, found other text`);
    yield Buffer.from(Float32Array.from(numbers).buffer);
  }
  if (read !== words)
    throw new FormatError(
      'truncated',
      `expected ${words} words, found ${Math.min(read, words)}${read > words ? ' and more' : ''}`,
    );
}

async function* binaryVectors(source: ByteSource, start: number, shape: readonly number[]): AsyncGenerator<Uint8Array> {
  const [words = 0, dimensions = 0] = shape;
  const vectorBytes = 4 * dimensions;
  let rest: Uint8Array = new Uint8Array(0);
  let read = 0;
  for await (const part of chunks(source, start)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, part]) : part;
    const vectors: Uint8Array[] = [];
    let at = 0;
    while (read < words) {
      const space = bytes.indexOf(0x20, at);
      if ((space < 0 ? bytes.length : space) - at > LONGEST_WORD)
        throw new FormatError(
          'invalid-structure',
          `expected words of at most ${LONGEST_WORD} bytes, found a longer one`,
        );
      if (space < 0 || space + 1 + vectorBytes > bytes.length) break;
      vectors.push(bytes.subarray(space + 1, space + 1 + vectorBytes));
      at = space + 1 + vectorBytes;
      read++;
    }
    rest = bytes.subarray(at);
    if (vectors.length > 0) yield Buffer.concat(vectors);
    if (read === words) return;
  }
  throw new FormatError('truncated', `expected ${words} words, found ${read}`);
}
