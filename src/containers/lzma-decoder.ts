import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { OutputBuffer } from './output-buffer.js';

// Offsets of the probability models in one array (LZMA specification, section "The main loop of decoder").
const STATES = 12;
const IS_MATCH = 0;
const IS_REP = IS_MATCH + STATES * 16;
const IS_REP_G0 = IS_REP + STATES;
const IS_REP_G1 = IS_REP_G0 + STATES;
const IS_REP_G2 = IS_REP_G1 + STATES;
const IS_REP0_LONG = IS_REP_G2 + STATES;
const SLOT = IS_REP0_LONG + STATES * 16;
const POSITION = SLOT + 4 * 64;
const ALIGN = POSITION + 128;
const LENGTH = ALIGN + 16;
const LENGTH_MODELS = 2 + 16 * 8 * 2 + 256;
const REP_LENGTH = LENGTH + LENGTH_MODELS;
const LITERAL = REP_LENGTH + LENGTH_MODELS;
const INITIAL = 1024;
const END_MARK = 0xffffffff;
const MAX_LITERAL_BITS = 12;

/** Range decoder and models of LZMA; the output buffer is the dictionary. One instance per stream; LZMA2 feeds it chunk by chunk. */
export class LzmaDecoder {
  readonly #output: OutputBuffer;
  #models = new Uint16Array(0);
  #range = 0;
  #code = 0;
  #input: Uint8Array = new Uint8Array(0);
  #at = 0;
  #state = 0;
  #reps: [number, number, number, number] = [0, 0, 0, 0];
  #literalContext = 0;
  #literalMask = 0;
  #positionMask = 0;
  #dictionaryStart: number;

  constructor(output: OutputBuffer) {
    this.#output = output;
    this.#dictionaryStart = output.length;
  }

  /** `(pb * 5 + lp) * 9 + lc`. Also resets the state. */
  setProperties(byte: number): void {
    if (byte >= 225) throw new FormatError('invalid-structure', `expected LZMA properties below 225, found ${byte}`);
    const lc = byte % 9;
    const lp = Math.floor(byte / 9) % 5;
    if (lc + lp > MAX_LITERAL_BITS)
      throw new FormatError('invalid-structure', `expected at most ${MAX_LITERAL_BITS} literal bits, found ${lc + lp}`);
    this.#literalContext = lc;
    this.#literalMask = (1 << lp) - 1;
    this.#positionMask = (1 << Math.floor(byte / 45)) - 1;
    this.#models = new Uint16Array(LITERAL + (0x300 << (lc + lp)));
    this.resetState();
  }

  resetState(): void {
    this.#models.fill(INITIAL);
    this.#state = 0;
    this.#reps = [0, 0, 0, 0];
  }

  resetDictionary(): void {
    this.#dictionaryStart = this.#output.length;
  }

  /** Decodes `size` bytes, or up to the end mark where the size is null. Leaves the cursor behind the last byte used. */
  decode(input: Cursor, size: number | null): void {
    const start = input.offset;
    const from = input.position;
    this.#input = input.bytes;
    this.#at = from;
    if (this.#next() !== 0)
      throw new FormatError(
        'invalid-structure',
        'expected range-coded data to begin with 0, found another byte',
        start,
      );
    this.#range = 0xffffffff;
    this.#code = 0;
    for (let i = 0; i < 4; i++) this.#code = this.#code * 256 + this.#next();
    const end = size === null ? Number.POSITIVE_INFINITY : this.#output.length + size;
    while (this.#output.length < end) if (!this.#packet(end)) break;
    if (this.#at > input.bytes.length)
      throw new FormatError(
        'truncated',
        'expected more compressed bytes, found the end',
        input.base + input.bytes.length,
      );
    if (size !== null && this.#output.length < end)
      throw new FormatError(
        'invalid-structure',
        `expected ${size} bytes, found an end mark after ${this.#output.length - end + size}`,
        start,
      );
    input.seek(this.#at);
  }

  /** One literal, match or repeated match. False at the end mark. */
  #packet(end: number): boolean {
    const output = this.#output;
    const position = (output.length - this.#dictionaryStart) & this.#positionMask;
    const state = this.#state;
    const isMatch = this.#bit(IS_MATCH + (state << 4) + position) === 1;
    if (!isMatch) this.#literal();
    const length = isMatch ? this.#match(state, position) : 0;
    if (this.#at > this.#input.length)
      throw new FormatError('truncated', 'expected more compressed bytes, found the end', this.#input.length);
    if (length < 0) return false;
    if (length === 0) return true;
    const distance = this.#reps[0] + 1;
    const reach = output.length - this.#dictionaryStart;
    if (distance > reach)
      throw new FormatError(
        'invalid-structure',
        `expected an LZMA distance of at most ${reach}, found ${distance}`,
        this.#at,
      );
    output.copyBack(distance, Math.min(length, end - output.length));
    return true;
  }

  /** Length of the next match, -1 for the end mark; its distance becomes the first of the last four. */
  #match(state: number, position: number): number {
    const [rep0, rep1, rep2, rep3] = this.#reps;
    if (this.#bit(IS_REP + state) === 0) {
      const length = this.#length(LENGTH, position);
      const distance = this.#distance(length);
      this.#reps = [distance, rep0, rep1, rep2];
      this.#state = state < 7 ? 7 : 10;
      return distance === END_MARK ? -1 : length;
    }
    if (this.#bit(IS_REP_G0 + state) === 0) {
      if (this.#bit(IS_REP0_LONG + (state << 4) + position) === 0) {
        this.#state = state < 7 ? 9 : 11;
        return 1;
      }
    } else if (this.#bit(IS_REP_G1 + state) === 0) this.#reps = [rep1, rep0, rep2, rep3];
    else if (this.#bit(IS_REP_G2 + state) === 0) this.#reps = [rep2, rep0, rep1, rep3];
    else this.#reps = [rep3, rep0, rep1, rep2];
    this.#state = state < 7 ? 8 : 11;
    return this.#length(REP_LENGTH, position);
  }

  /** After a match, the byte at the last distance predicts the literal. */
  #literal(): void {
    const output = this.#output;
    const place = output.length - this.#dictionaryStart;
    const previous = place > 0 ? (output.bytes[output.length - 1] as number) : 0;
    const context = ((place & this.#literalMask) << this.#literalContext) + (previous >> (8 - this.#literalContext));
    const models = LITERAL + 0x300 * context;
    let symbol = 1;
    if (this.#state >= 7 && this.#reps[0] < place) {
      let predicted = output.bytes[output.length - this.#reps[0] - 1] as number;
      while (symbol < 0x100) {
        const expected = (predicted >> 7) & 1;
        predicted <<= 1;
        const bit = this.#bit(models + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== expected) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(models + symbol);
    output.push(symbol & 0xff);
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  #length(models: number, position: number): number {
    if (this.#bit(models) === 0) return 2 + this.#tree(models + 2 + (position << 3), 3);
    if (this.#bit(models + 1) === 0) return 10 + this.#tree(models + 2 + 128 + (position << 3), 3);
    return 18 + this.#tree(models + 2 + 256, 8);
  }

  /** Distance minus one; END_MARK ends the stream. */
  #distance(length: number): number {
    const slot = this.#tree(SLOT + (Math.min(length - 2, 3) << 6), 6);
    if (slot < 4) return slot;
    const direct = (slot >> 1) - 1;
    const high = (2 | (slot & 1)) * 2 ** direct;
    if (slot < 14) return high + this.#reverseTree(POSITION + high - slot, direct);
    return high + this.#directBits(direct - 4) * 16 + this.#reverseTree(ALIGN, 4);
  }

  #tree(models: number, bits: number): number {
    let symbol = 1;
    for (let i = 0; i < bits; i++) symbol = (symbol << 1) | this.#bit(models + symbol);
    return symbol - (1 << bits);
  }

  #reverseTree(models: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.#bit(models + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  #directBits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      this.#range = Math.floor(this.#range / 2);
      const bit = this.#code >= this.#range ? 1 : 0;
      if (bit) this.#code -= this.#range;
      value = value * 2 + bit;
      this.#normalize();
    }
    return value;
  }

  #bit(index: number): number {
    const models = this.#models;
    const probability = models[index] as number;
    const bound = (this.#range >>> 11) * probability;
    let bit = 0;
    if (this.#code < bound) {
      this.#range = bound;
      models[index] = probability + ((2048 - probability) >> 5);
    } else {
      this.#range -= bound;
      this.#code -= bound;
      models[index] = probability - (probability >> 5);
      bit = 1;
    }
    this.#normalize();
    return bit;
  }

  #normalize(): void {
    if (this.#range >= 0x1000000) return;
    this.#range *= 256;
    this.#code = this.#code * 256 + this.#next();
  }

  #next(): number {
    return this.#input[this.#at++] ?? 0;
  }
}
