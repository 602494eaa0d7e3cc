/**
 * CRC-32 of long content, several times faster than tables are, which is all that many builds of Node have.
 *
 * A CRC is a remainder of polynomials, and the polynomial of zip divides 1 + z^145 + z^183 + z^211 + z^300, where z moves a block of
 * 16 bytes on by one. So a block may be taken away if it is added to those that many places behind it. That is nothing but `^`, which
 * WebAssembly does for a whole block at once; what remains behind the last block is short enough for a table. (The method of Russell,
 * "Chorba", which zlib-ng uses too; these exponents are the ones of five terms that reach least far.)
 *
 * Plain CommonJS as the thread that uses it.
 */
const { crc32 } = require('node:zlib');

const BLOCK = 16;
/** Distances in blocks; none is shorter than what is done at once. */
const DISTANCES = [145, 183, 211, 300];
/** Bytes that content must be kept for. */
const REACH = 300 * BLOCK;
/** Bytes that are done at once. */
const UNIT = 4 * BLOCK;
const PAGE = 1 << 16;
/** Undoes that a CRC turns its first bits over. */
const TURNED = 0xffffffff;

/** A number as WebAssembly writes it (LEB128, unsigned). */
const number = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...number(value >>> 7)]);
const list = (...items) => [...number(items.length), ...items.flat()];
const sized = (bytes) => [...number(bytes.length), ...bytes];
const name = (text) => sized([...Buffer.from(text)]);

/** A module with one function fold(from, to): adds to each block behind `from + REACH` the four before it, up to `to + REACH`. */
function moduleOf() {
  const [I32, FROM, TO] = [0x7f, [0x20, 0], [0x20, 1]];
  const load = (offset) => [...FROM, 0xfd, 0x00, 0, ...number(offset)];
  const store = (offset) => [0xfd, 0x0b, 0, ...number(offset)];
  const add = [0xfd, 0x51];
  const block = (at) => [
    ...FROM,
    ...load(at),
    ...DISTANCES.flatMap((distance) => [...load(at - distance * BLOCK), ...add]),
    ...store(at),
  ];
  const blocks = Array.from({ length: UNIT / BLOCK }, (_, i) => block(REACH + i * BLOCK)).flat();
  // from += UNIT; again while from < to. A constant is signed: 64 takes two bytes.
  const next = [...FROM, 0x41, UNIT | 128, 0, 0x6a, 0x22, 0, ...TO, 0x49, 0x0d, 0];
  const body = [0, 0x03, 0x40, ...blocks, ...next, 0x0b, 0x0b];
  const section = (id, content) => [id, ...sized(content)];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([0x60, ...list(I32, I32), ...list()])),
    ...section(2, list([...name('own'), ...name('memory'), 2, 0, 1])),
    ...section(3, list(0)),
    ...section(7, list([...name('fold'), 0, 0])),
    ...section(10, list(sized(body))),
  ]);
}

/** The function and its memory, or null where this Node or processor cannot have them. */
function foldIn(bytes) {
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleOf()), { own: { memory } });
    return { fold: exports.fold, memory: Buffer.from(memory.buffer) };
  } catch {
    return null;
  }
}

/** Makes CRCs of content in pieces of at most `pieceBytes`; `folding` is what does it quickly. */
class FoldingCrc {
  #fold;
  /** What was folded and still reaches into what comes, before the piece. */
  #before;
  #memory;
  #isFolded = false;
  #rest = 0;

  constructor(pieceBytes, folding = foldIn(REACH + pieceBytes)) {
    this.#fold = folding?.fold;
    this.#memory = folding?.memory ?? Buffer.alloc(REACH + pieceBytes);
    this.#before = this.#memory.subarray(0, REACH);
    /** Where the next piece is put. */
    this.piece = this.#memory.subarray(REACH, REACH + pieceBytes);
  }

  /** Forgets what was added. */
  begin() {
    this.#before.fill(0);
    this.#isFolded = false;
    this.#rest = 0;
  }

  /**
   * Adds the first `length` bytes of the piece, which are lost thereby. All pieces of a content but the last one have a multiple of 64
   * bytes.
   */
  add(length) {
    const folded = this.#fold ? length - (length % UNIT) : 0;
    if (folded > 0) {
      // A CRC begins with the first 32 bits turned over.
      if (!this.#isFolded) for (let i = 0; i < 4; i++) this.piece[i] ^= 0xff;
      this.#isFolded = true;
      this.#fold(0, folded);
      this.#memory.copyWithin(0, folded, folded + REACH);
    }
    if (folded === length) return;
    this.#rest = crc32(this.piece.subarray(folded, length), this.end());
    this.#isFolded = false;
  }

  /** Of what was added since the beginning. */
  end() {
    return this.#isFolded ? this.#remainder() : this.#rest;
  }

  /** What the last blocks would be, had none of them been added to those behind it: its CRC is the one of everything. */
  #remainder() {
    const last = Buffer.from(this.#before);
    for (const distance of DISTANCES)
      for (let at = distance * BLOCK; at < REACH; at++) last[at] ^= this.#before[at - distance * BLOCK];
    return crc32(last, TURNED);
  }
}

module.exports = { FoldingCrc };
