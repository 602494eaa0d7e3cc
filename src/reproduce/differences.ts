import type { NumberReader, Numbers } from '../formats/element-numbers.js';
import type { FirstDifference, TensorComparison, Tolerance } from './comparison.js';

/** Exponents of float64, subnormal ones included, and infinity. */
const LEAST_EXPONENT = -1074;
const INFINITE = 1024;

/** What a comparison says of numbers. */
export type NumericDifferences = Pick<TensorComparison, 'maxAbs' | 'maxRel' | 'differing' | 'beyond'> &
  Partial<Pick<TensorComparison, 'meanAbs' | 'rootMeanSquare' | 'firstDifference' | 'histogram'>>;

/**
 * Gathers how the elements of two tensors of equal shape differ, chunk by chunk in C order. Chunks of equal bytes need
 * not be shown, only counted by `skip`.
 */
export class Differences {
  #elements = 0;
  #differing = 0;
  #beyond = 0;
  #maxAbs = 0;
  #maxRel = 0;
  #sum = 0;
  #squares = 0;
  #finite = 0;
  #first: { at: number; a: number | bigint; b: number | bigint } | undefined;
  readonly #exponents = new Float64Array(INFINITE - LEAST_EXPONENT + 1);

  constructor(
    readonly shape: readonly number[],
    readonly tolerance: Tolerance,
  ) {}

  /** Elements whose bytes are the same. */
  skip(elements: number): void {
    this.#elements += elements;
    this.#finite += elements;
  }

  /** Elements of both sides, read by the readers of their dtypes. */
  add(a: Uint8Array, b: Uint8Array, readA: NumberReader, readB: NumberReader, most: number): void {
    const [x, y] = [readA.read(a), readB.read(b)];
    const { parts } = readA;
    const numbers = Math.min(x.length, y.length, most * parts);
    const start = this.#elements;
    if (isBig(x) || isBig(y)) this.#compareBig(x, y, numbers, start);
    else if (parts === 1) this.#compare(x, y, numbers, start);
    else this.#compareComplex(x, y, numbers, start);
    this.#elements += numbers / parts;
  }

  /** The hot loop: a billion elements pass here, so that totals live in locals and nothing is called. */
  #compare(x: Float32Array | Float64Array, y: Float32Array | Float64Array, numbers: number, start: number): void {
    const { absolute, relative } = this.tolerance;
    const exponents = this.#exponents;
    let [differing, beyond, maxAbs, maxRel, sum, squares, infinite, first] = [0, 0, 0, 0, 0, 0, 0, -1];
    for (let i = 0; i < numbers; i++) {
      const a = x[i] as number;
      const b = y[i] as number;
      if (a === b && (a !== 0 || 1 / a === 1 / b)) continue;
      if (Number.isNaN(a) && Number.isNaN(b)) continue;
      differing++;
      if (first < 0) first = i;
      if (a === b) continue;
      const of = Math.abs(b);
      let apart = Math.abs(a - b);
      // A number beside NaN, or beside an infinity that the other side does not have, is infinitely far.
      if (!(apart < Number.POSITIVE_INFINITY)) {
        apart = Number.POSITIVE_INFINITY;
        infinite++;
        beyond++;
        maxRel = apart;
      } else {
        if (apart > absolute + relative * of) beyond++;
        if (apart > maxRel * of && of > 0) maxRel = apart / of;
        sum += apart;
        squares += apart * apart;
      }
      if (apart > maxAbs) maxAbs = apart;
      const bin = exponentOf(apart) - LEAST_EXPONENT;
      exponents[bin] = (exponents[bin] as number) + 1;
    }
    this.#differing += differing;
    this.#beyond += beyond;
    this.#maxAbs = Math.max(this.#maxAbs, maxAbs);
    this.#maxRel = Math.max(this.#maxRel, maxRel);
    this.#sum += sum;
    this.#squares += squares;
    this.#finite += numbers - infinite;
    if (first >= 0) this.#first ??= { at: start + first, a: x[first] as number, b: y[first] as number };
  }

  #compareComplex(
    x: Float32Array | Float64Array,
    y: Float32Array | Float64Array,
    numbers: number,
    start: number,
  ): void {
    for (let i = 0; i < numbers; i += 2) {
      const [re, im] = [x[i] as number, x[i + 1] as number];
      const [reOfB, imOfB] = [y[i] as number, y[i + 1] as number];
      if (Object.is(re, reOfB) && Object.is(im, imOfB)) {
        this.#finite++;
        continue;
      }
      const apart = Math.hypot(distance(re, reOfB), distance(im, imOfB));
      if (apart === 0) {
        this.#finite++;
        this.#note(start + i / 2, re, reOfB, 0, 0);
      } else this.#count(start + i / 2, re, reOfB, apart, Math.hypot(reOfB, imOfB));
    }
  }

  #compareBig(x: Numbers, y: Numbers, numbers: number, start: number): void {
    for (let i = 0; i < numbers; i++) {
      const [a, b] = [x[i] as number | bigint, y[i] as number | bigint];
      // biome-ignore lint/suspicious/noDoubleEquals: a BigInt and a number are compared by value
      if (a == b) {
        this.#finite++;
        continue;
      }
      const exact = typeof a === 'bigint' && typeof b === 'bigint' ? Number(a - b) : Number(a) - Number(b);
      this.#count(start + i, a, b, Math.abs(exact), Math.abs(Number(b)));
    }
  }

  /** An element that differs by `apart`, beside a value of the size `of`. */
  #count(at: number, a: number | bigint, b: number | bigint, apart: number, of: number): void {
    // A number beside NaN, or beside an infinity that the other side does not have, is infinitely far.
    const far = !Number.isFinite(apart);
    const size = far ? Number.POSITIVE_INFINITY : apart;
    if (far || size > this.tolerance.absolute + this.tolerance.relative * of) this.#beyond++;
    if (size > this.#maxAbs) this.#maxAbs = size;
    const relative = far ? size : of > 0 ? size / of : 0;
    if (relative > this.#maxRel) this.#maxRel = relative;
    if (!far) {
      this.#finite++;
      this.#sum += size;
      this.#squares += size * size;
    }
    this.#note(at, a, b, size, 1);
  }

  #note(at: number, a: number | bigint, b: number | bigint, size: number, inHistogram: 0 | 1): void {
    this.#differing++;
    this.#first ??= { at, a, b };
    if (inHistogram === 1) {
      const bin = exponentOf(size) - LEAST_EXPONENT;
      this.#exponents[bin] = (this.#exponents[bin] as number) + 1;
    }
  }

  get differing(): number {
    return this.#differing;
  }

  get beyond(): number {
    return this.#beyond;
  }

  summary(): NumericDifferences {
    const numeric = {
      maxAbs: this.#maxAbs,
      maxRel: this.#maxRel,
      differing: this.#differing,
      beyond: this.#beyond,
    };
    if (this.#differing === 0 || !this.#first) return numeric;
    return {
      ...numeric,
      meanAbs: this.#sum / Math.max(1, this.#finite),
      rootMeanSquare: Math.sqrt(this.#squares / Math.max(1, this.#finite)),
      firstDifference: {
        index: indexOf(this.#first.at, this.shape),
        a: shown(this.#first.a),
        b: shown(this.#first.b),
      },
      histogram: [...this.#exponents].flatMap((elements, bin) =>
        elements === 0 ? [] : [{ exponent: bin + LEAST_EXPONENT, elements }],
      ),
    };
  }
}

const isBig = (numbers: Numbers): numbers is BigInt64Array | BigUint64Array =>
  numbers instanceof BigInt64Array || numbers instanceof BigUint64Array;

/** Distance of two parts of complex numbers; NaN equals NaN, equal infinities are at one place. */
const distance = (a: number, b: number): number =>
  a === b || (Number.isNaN(a) && Number.isNaN(b)) ? 0 : Math.abs(a - b);

/** Exact integers of 64 bits do not fit a JSON number. */
const shown = (value: number | bigint): FirstDifference['a'] =>
  typeof value === 'number' ? (Object.is(value, -0) ? '-0' : value) : value.toString();

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
/** floor(log2 of a positive number), read from its bits. */
function exponentOf(value: number): number {
  bits[0] = value;
  const exponent = (words[1] as number) >>> 20;
  if (exponent === 2047) return INFINITE;
  if (exponent > 0) return exponent - 1023;
  // Subnormal: scaled into the normal range first.
  bits[0] = value * 2 ** 64;
  return ((words[1] as number) >>> 20) - 1023 - 64;
}

/** Row-major index of the element at a position. */
export function indexOf(at: number, shape: readonly number[]): number[] {
  const index: number[] = new Array(shape.length);
  let rest = at;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    index[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return index;
}
