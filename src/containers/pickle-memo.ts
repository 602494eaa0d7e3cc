import type { PickleValue } from './pickle-value.js';

/** What a pickle keeps by number. Picklers count up from 0; hostile numbers leave gaps, and take no room. */
export class PickleMemo {
  readonly #counted: PickleValue[] = [];
  readonly #others = new Map<number, PickleValue>();

  /** Numbers in use, which is the one that MEMOIZE takes. */
  get size(): number {
    return this.#counted.length + this.#others.size;
  }

  get(index: number): PickleValue | undefined {
    return index < this.#counted.length ? this.#counted[index] : this.#others.get(index);
  }

  set(index: number, value: PickleValue): void {
    if (index < this.#counted.length) this.#counted[index] = value;
    else if (index === this.#counted.length && this.#others.size === 0) this.#counted.push(value);
    else this.#others.set(index, value);
  }
}
