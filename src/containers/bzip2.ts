import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { once } from '../bytes/once.js';
import type { OutputBuffer } from './output-buffer.js';

const BLOCK = 0x314159265359;
const END = 0x177245385090;
const MAX_CODE_BITS = 20;
const GROUP = 50;

/** Decodes bzip2 streams, also several after each other; the CRC of every block is verified. */
export function decodeBzip2(input: Cursor, output: OutputBuffer): void {
  do {
    const at = input.offset;
    const level = input.latin1(4).match(/^BZh([1-9])$/)?.[1];
    if (level === undefined)
      throw new FormatError('invalid-structure', 'expected a bzip2 stream, found other bytes', at);
    decodeStream(input, output, Number(level) * 100_000);
  } while (input.remaining > 0);
}

function decodeStream(input: Cursor, output: OutputBuffer, blockSize: number): void {
  const bits = new BitReader(input);
  const block = new Uint32Array(blockSize);
  for (;;) {
    const at = input.offset;
    const magic = bits.read(24) * 0x1000000 + bits.read(24);
    const crc = bits.read(16) * 0x10000 + bits.read(16);
    if (magic === END) return;
    if (magic !== BLOCK) throw new FormatError('invalid-structure', 'expected a bzip2 block, found other bytes', at);
    if (bits.read(1) !== 0)
      throw new FormatError('unsupported', 'expected a bzip2 block without randomization, found the obsolete kind', at);
    const origin = bits.read(24);
    const length = readMoveToFront(bits, block);
    if (origin >= length)
      throw new FormatError('invalid-structure', `expected a bzip2 origin below ${length}, found ${origin}`, at);
    const before = output.length;
    invertTransform(block, length, origin, output);
    if (bzipCrc(output.bytes, before, output.length) !== crc)
      throw new FormatError('invalid-structure', 'expected the CRC of the bzip2 block, found another', at);
  }
}

/** Reads Huffman-coded, run-length-coded, move-to-front-coded symbols into the low bytes of `block`; returns their number. */
function readMoveToFront(bits: BitReader, block: Uint32Array): number {
  const symbols = readSymbols(bits);
  const alphabet = symbols.length + 2;
  const tableCount = bits.read(3);
  const selectorCount = bits.read(15);
  if (tableCount < 2 || tableCount > 6 || selectorCount < 1)
    throw bits.error(`expected 2 to 6 tables and a selector, found ${tableCount} and ${selectorCount}`);
  const order = Array.from({ length: tableCount }, (_, i) => i);
  const selectors = new Uint8Array(selectorCount);
  for (let i = 0; i < selectorCount; i++) {
    let index = 0;
    while (bits.read(1) === 1)
      if (++index >= tableCount) throw bits.error('expected a table selector, found too large a one');
    order.unshift(...order.splice(index, 1));
    selectors[i] = order[0] as number;
  }
  const tables = Array.from({ length: tableCount }, () => readTable(bits, alphabet));
  let length = 0;
  let run = 0;
  let runBit = 1;
  for (let group = 0; ; group++) {
    const table = tables[selectors[group] ?? -1];
    if (table === undefined) throw bits.error(`expected at most ${selectorCount} groups, found more`);
    for (let i = 0; i < GROUP; i++) {
      const symbol = decodeSymbol(bits, table);
      if (symbol <= 1) {
        run += runBit << symbol;
        runBit <<= 1;
        if (run > block.length) throw bits.error(`expected a run of at most ${block.length}, found a longer one`);
        continue;
      }
      if (length + run > block.length)
        throw bits.error(`expected a block of at most ${block.length} bytes, found more`);
      block.fill(symbols[0] as number, length, length + run);
      length += run;
      run = 0;
      runBit = 1;
      if (symbol === alphabet - 1) return length;
      if (length >= block.length) throw bits.error(`expected a block of at most ${block.length} bytes, found more`);
      const value = symbols[symbol - 1] as number;
      symbols.copyWithin(1, 0, symbol - 1);
      symbols[0] = value;
      block[length++] = value;
    }
  }
}

/** The byte values in use, as a two-level bit map. */
function readSymbols(bits: BitReader): Uint8Array {
  const ranges = bits.read(16);
  const used: number[] = [];
  for (let high = 0; high < 16; high++) {
    if (((ranges >> (15 - high)) & 1) === 0) continue;
    const map = bits.read(16);
    for (let low = 0; low < 16; low++) if ((map >> (15 - low)) & 1) used.push(high * 16 + low);
  }
  if (used.length === 0) throw bits.error('expected a byte value in use, found none');
  return Uint8Array.from(used);
}

/** A canonical Huffman code: per length the last code, and the offset from code to place in `symbols`. */
interface Table {
  limit: Int32Array;
  offset: Int32Array;
  symbols: Uint16Array;
  least: number;
}

function readTable(bits: BitReader, alphabet: number): Table {
  const lengths = new Uint8Array(alphabet);
  let length = bits.read(5);
  for (let symbol = 0; symbol < alphabet; symbol++) {
    while (bits.read(1) === 1) {
      length += bits.read(1) === 0 ? 1 : -1;
      if (length < 1 || length > MAX_CODE_BITS)
        throw bits.error(`expected code lengths of 1 to ${MAX_CODE_BITS}, found ${length}`);
    }
    if (length < 1 || length > MAX_CODE_BITS)
      throw bits.error(`expected code lengths of 1 to ${MAX_CODE_BITS}, found ${length}`);
    lengths[symbol] = length;
  }
  const table: Table = {
    limit: new Int32Array(MAX_CODE_BITS + 1).fill(-1),
    offset: new Int32Array(MAX_CODE_BITS + 1),
    symbols: new Uint16Array(alphabet),
    least: Math.min(...lengths),
  };
  let code = 0;
  let place = 0;
  for (let bitCount = 1; bitCount <= MAX_CODE_BITS; bitCount++) {
    table.offset[bitCount] = place - code;
    for (let symbol = 0; symbol < alphabet; symbol++) {
      if (lengths[symbol] !== bitCount) continue;
      table.symbols[place++] = symbol;
      code++;
    }
    table.limit[bitCount] = code - 1;
    code <<= 1;
  }
  return table;
}

function decodeSymbol(bits: BitReader, table: Table): number {
  let length = table.least;
  let code = bits.read(length);
  for (; length <= MAX_CODE_BITS; length++) {
    if (code <= (table.limit[length] as number)) {
      const place = code + (table.offset[length] as number);
      const symbol = table.symbols[place];
      if (symbol === undefined) break;
      return symbol;
    }
    code = (code << 1) | bits.read(1);
  }
  throw bits.error('expected a Huffman code, found none');
}

/** Inverts the Burrows-Wheeler transform and the first run-length coding (four equal bytes, then a count). */
function invertTransform(block: Uint32Array, length: number, origin: number, output: OutputBuffer): void {
  const starts = new Uint32Array(257);
  for (let i = 0; i < length; i++) (starts[((block[i] as number) & 0xff) + 1] as number)++;
  for (let i = 0; i < 256; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  for (let i = 0; i < length; i++) {
    const byte = (block[i] as number) & 0xff;
    const at = starts[byte] as number;
    starts[byte] = at + 1;
    block[at] = ((block[at] as number) & 0xff) | (i << 8);
  }
  let next = (block[origin] as number) >>> 8;
  let previous = -1;
  let equal = 0;
  for (let i = 0; i < length; i++) {
    const entry = block[next] as number;
    const byte = entry & 0xff;
    next = entry >>> 8;
    if (equal === 4) {
      output.ensure(byte);
      output.bytes.fill(previous, output.length, output.length + byte);
      output.length += byte;
      equal = 0;
      previous = -1;
      continue;
    }
    equal = byte === previous ? equal + 1 : 1;
    previous = byte;
    output.push(byte);
  }
}

const crcTable = once(() =>
  Uint32Array.from({ length: 256 }, (_, i) => {
    let value = i << 24;
    for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
    return value >>> 0;
  }),
);

/** CRC-32 with the most significant bit first, as bzip2 alone uses it. */
function bzipCrc(bytes: Uint8Array, start: number, end: number): number {
  const table = crcTable();
  let crc = -1;
  for (let i = start; i < end; i++) crc = (crc << 8) ^ (table[((crc >>> 24) ^ (bytes[i] as number)) & 0xff] as number);
  return ~crc >>> 0;
}

/** Reads bits, most significant first. */
class BitReader {
  #held = 0;
  #count = 0;
  constructor(readonly input: Cursor) {}
  /** At most 24 bits. */
  read(count: number): number {
    while (this.#count < count) {
      this.#held = ((this.#held << 8) | this.input.u8()) >>> 0;
      this.#count += 8;
    }
    this.#count -= count;
    const value = this.#held >>> this.#count;
    this.#held &= 2 ** this.#count - 1;
    return count === 0 ? 0 : value;
  }
  error(message: string): FormatError {
    return new FormatError('invalid-structure', message, this.input.offset);
  }
}
