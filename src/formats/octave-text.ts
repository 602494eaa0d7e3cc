import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { encodeStrings } from './column-major.js';
import { byteLengthOf } from './dtypes.js';
import { type Contents, certain, emptyContents, type Format, NO, type Tensor } from './format.js';
import { has } from './glimpse.js';
import { latin1Head } from './head-text.js';

/** What Octave's `save` writes by default: values as text, each under a header of `# key: value` lines. */
export const octaveText: Format = {
  id: 'octave-text',
  name: 'Octave workspace (text)',
  extensions: ['.txt', '.mat', '.oct'],
  family: 'science',
  container: 'text',
  signature: '"# Created by Octave" at 0, or "# name:" and "# type:"',
  specializes: 'text',
  facts: {
    disclosure: 'source',
    steward: 'GNU Octave developers',
    specification: 'https://docs.octave.org/latest/Simple-File-I_002fO.html',
    encoding: 'text',
    holds: 'table',
    independent: true,
    worstLoading: 'data-only',
    mediaType: 'text/plain',
    openExport: 'hdf5',
  },
  recognize({ head }) {
    const begins = has(head, '# Created by Octave ') || has(head, '# name: ');
    return begins && /^# name: .*\n# type: /m.test(latin1Head(head)) ? certain('header lines of Octave') : NO;
  },
  inspect: async (model, limits) => (await read(model.source, limits)).contents,
  async *tensors(model, limits) {
    yield* (await read(model.source, limits)).tensors;
  },
};

/** Types whose values follow as rows of numbers, by their first word. */
const NUMBER_TYPES: Readonly<Record<string, string>> = {
  matrix: 'float64',
  scalar: 'float64',
  float: 'float32',
  bool: 'bool',
  complex: 'complex128',
};
const MOST_LINES = 50_000_000;

/** Reads the file line by line. */
class Lines {
  #at = 0;
  constructor(readonly lines: readonly string[]) {}
  /** The next line that is not empty; undefined at the end. */
  next(): string | undefined {
    while (this.#at < this.lines.length && this.lines[this.#at] === '') this.#at++;
    return this.lines[this.#at++];
  }
  /** Lines that are left: nothing can have more rows. */
  get remaining(): number {
    return this.lines.length - this.#at;
  }
  /** The value of a header line with one of `keys`; undefined where the next line is none. */
  header(...keys: string[]): string | undefined {
    const line = this.next();
    const match = /^# ([a-z]+): ?(.*)$/.exec(line ?? '');
    if (match && keys.includes(match[1] as string)) return match[2];
    this.#at--;
    return undefined;
  }
}

async function read(source: ByteSource, limits: Limits): Promise<{ contents: Contents; tensors: Tensor[] }> {
  if (source.size > limits.headerBytes)
    throw new FormatError(
      'resource-limit',
      `expected at most ${limits.headerBytes} bytes of text, found ${source.size}`,
    );
  const text = Buffer.from(await source.read(0, source.size)).toString('utf8');
  const split = text.split(/\r?\n/);
  if (split.length > MOST_LINES)
    throw new FormatError('resource-limit', `expected at most ${MOST_LINES} lines, found ${split.length}`);
  const contents = emptyContents('data-only');
  const tensors: Tensor[] = [];
  const lines = new Lines(split);
  const created = /^# Created by Octave ([0-9.]+)[^,]*, (.*?)(?: <.*>)?$/.exec(split[0] ?? '');
  if (created) {
    contents.version = created[1] as string;
    contents.facts.push({ key: 'octave_version', value: created[1], where: 'line 1' });
    lines.next();
  }
  const names: string[] = [];
  for (let name = lines.header('name'); name !== undefined; name = lines.header('name')) {
    names.push(name);
    readValue(lines, name, tensors, contents, limits.depth);
  }
  if (lines.next() !== undefined)
    contents.observations.push({
      kind: 'malformed',
      code: 'invalid-structure',
      message: `expected "# name: " behind ${JSON.stringify(names.at(-1) ?? '')}, found another line`,
    });
  contents.facts.push({ key: 'variables', value: names, where: 'header lines' });
  contents.tensors = tensors.map(({ info }) => info);
  return { contents, tensors };
}

function readValue(lines: Lines, name: string, tensors: Tensor[], contents: Contents, depth: number): void {
  if (depth < 0) throw new FormatError('resource-limit', 'expected structures nested less deep, found more levels');
  const type = (lines.header('type') ?? '').replace(/^global /, '');
  if (type === 'string' || type === 'sq_string') tensors.push(readStrings(lines, name));
  else if (type === 'cell') readCell(lines, name, tensors, contents, depth);
  else if (type === 'scalar struct') readStruct(lines, name, tensors, contents, depth);
  else tensors.push(readNumbers(lines, name, type));
}

/** Type of the values that a header names; diagonal and sparse matrices and ranges are written in other ways. */
function dtypeOf(type: string, name: string): string {
  if (type.startsWith('float complex')) return 'complex64';
  const dtype = NUMBER_TYPES[type.split(' ')[0] ?? ''] ?? /^(u?int(?:8|16|32|64)) (?:matrix|scalar)$/.exec(type)?.[1];
  if (dtype === undefined || /sparse|range|permutation/.test(type))
    throw new FormatError(
      'unsupported',
      `expected numbers, text, cells or structures, found type ${JSON.stringify(type)} of ${JSON.stringify(name)}`,
    );
  return dtype;
}

function count(text: string | undefined, what: string): number {
  const value = Number(text);
  if (text === undefined || !Number.isSafeInteger(value) || value < 0)
    throw new FormatError('invalid-structure', `expected ${what}, found ${JSON.stringify(text ?? '')}`);
  return value;
}

/** Rows and columns, or `ndims` with the dimensions on a line and one value, column-major, on each line after it. */
function readNumbers(lines: Lines, name: string, type: string): Tensor {
  const dtype = dtypeOf(type, name);
  let shape = [1, 1];
  let words: string[];
  if (/scalar$|^bool$|^complex$/.test(type)) words = [lines.next() ?? ''];
  else {
    const dimensions = lines.header('ndims');
    if (dimensions !== undefined) {
      shape = (lines.next() ?? '')
        .trim()
        .split(/\s+/)
        .map((size) => count(size, 'a dimension'));
      words = columnMajorWords(lines, shape);
    } else {
      shape = [count(lines.header('rows'), 'a number of rows'), count(lines.header('columns'), 'a number of columns')];
      if ((shape[0] as number) > lines.remaining && shape[1] !== 0)
        throw new FormatError(
          'truncated',
          `expected ${shape[0]} rows of ${JSON.stringify(name)}, found ${lines.remaining}`,
        );
      words = [];
      for (let row = 0; row < (shape[0] as number) && shape[1] !== 0; row++)
        append(words, (lines.next() ?? '').trim().split(/\s+/));
    }
  }
  const total = shape.reduce((product, size) => product * size, 1);
  if (words.length !== total)
    throw new FormatError('truncated', `expected ${total} values of ${JSON.stringify(name)}, found ${words.length}`);
  return tensorOf(name, dtype, shape, encodeNumbers(words, dtype));
}

function columnMajorWords(lines: Lines, shape: readonly number[]): string[] {
  const total = shape.reduce((product, size) => product * size, 1);
  if (total > lines.remaining)
    throw new FormatError('truncated', `expected ${total} lines of values, found ${lines.remaining}`);
  const stored: string[] = [];
  for (let i = 0; i < total; i++) stored.push((lines.next() ?? '').trim());
  const words: string[] = [];
  const index = shape.map(() => 0);
  for (let i = 0; i < total; i++) {
    words.push(stored[index.reduceRight((at, position, axis) => at * (shape[axis] as number) + position, 0)] as string);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      index[axis] = 0;
    }
  }
  return words;
}

function encodeNumbers(words: readonly string[], dtype: string): Uint8Array {
  const itemBytes = byteLengthOf(dtype, 1) as number;
  const out = Buffer.alloc(words.length * itemBytes);
  for (const [i, word] of words.entries()) {
    const at = i * itemBytes;
    if (dtype === 'float64') out.writeDoubleLE(numberOf(word), at);
    else if (dtype === 'float32') out.writeFloatLE(numberOf(word), at);
    else if (dtype === 'bool') out[at] = numberOf(word) === 0 ? 0 : 1;
    else if (dtype.startsWith('complex')) {
      const [real = '', imaginary = ''] = word.replace(/[()]/g, '').split(',');
      for (const [j, part] of [real, imaginary].entries())
        if (dtype === 'complex64') out.writeFloatLE(numberOf(part), at + 4 * j);
        else out.writeDoubleLE(numberOf(part), at + 8 * j);
    } else writeInteger(out, at, itemBytes, word);
  }
  return out;
}

function writeInteger(out: Buffer, at: number, itemBytes: number, word: string): void {
  if (!/^[+-]?\d+$/.test(word))
    throw new FormatError('invalid-structure', `expected an integer, found ${JSON.stringify(word)}`);
  let value = BigInt.asUintN(64, BigInt(word));
  for (let i = 0; i < itemBytes; i++, value >>= 8n) out[at + i] = Number(value & 255n);
}

function numberOf(word: string): number {
  if (/^[+-]?Inf$/i.test(word)) return word.startsWith('-') ? -Infinity : Infinity;
  if (/^(?:NaN|NA)$/i.test(word)) return Number.NaN;
  const value = Number(word);
  if (word.trim() === '' || Number.isNaN(value))
    throw new FormatError('invalid-structure', `expected a number, found ${JSON.stringify(word)}`);
  return value;
}

function readStrings(lines: Lines, name: string): Tensor {
  const elements = count(lines.header('elements'), 'a number of strings');
  const texts: string[] = [];
  for (let i = 0; i < elements; i++) {
    const length = count(lines.header('length'), 'a length');
    texts.push(length === 0 ? '' : (lines.next() ?? ''));
  }
  return tensorOf(name, 'string', [elements], encodeStrings(texts));
}

function readCell(lines: Lines, name: string, tensors: Tensor[], contents: Contents, depth: number): void {
  const rows = count(lines.header('rows'), 'a number of rows');
  const columns = count(lines.header('columns'), 'a number of columns');
  for (let i = 0; i < rows * columns; i++) {
    if (lines.header('name') === undefined)
      throw new FormatError(
        'invalid-structure',
        `expected element ${i + 1} of cell ${JSON.stringify(name)}, found another line`,
      );
    readValue(lines, `${name}{${i + 1}}`, tensors, contents, depth - 1);
  }
}

function readStruct(lines: Lines, name: string, tensors: Tensor[], contents: Contents, depth: number): void {
  if (lines.header('ndims') !== undefined) lines.next();
  const fields = count(lines.header('length'), 'a number of fields');
  for (let i = 0; i < fields; i++) {
    const field = lines.header('name');
    if (field === undefined)
      throw new FormatError('invalid-structure', `expected a field of ${JSON.stringify(name)}, found another line`);
    readValue(lines, `${name}.${field}`, tensors, contents, depth - 1);
  }
}

function tensorOf(name: string, dtype: string, shape: number[], bytes: Uint8Array): Tensor {
  const values = async function* (): AsyncGenerator<Uint8Array> {
    yield bytes;
  };
  return { info: { name, dtype, shape, byteLength: dtype === 'string' ? 0 : bytes.length }, values };
}
