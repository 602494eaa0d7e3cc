import type { Fact } from './format.js';

/** Single values of one model that are listed; more are data, and are counted alone. */
const MOST_FACTS = 1000;

/** Values of fields as facts, as many as anybody reads. */
export class ScalarFacts {
  readonly #facts: Fact[] = [];
  #more = 0;

  add(fact: Fact): void {
    if (this.#facts.length < MOST_FACTS) this.#facts.push(fact);
    else this.#more++;
  }

  /** The facts, and how many there are besides. */
  listed(where: string): Fact[] {
    return this.#more === 0 ? this.#facts : [...this.#facts, { key: 'values_not_listed', value: this.#more, where }];
  }
}
