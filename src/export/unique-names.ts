/** Names that nothing else has: the one that is wanted, or that with a number behind it. */
export class UniqueNames {
  readonly #taken: Set<string>;
  /** Where to go on with a name that was wanted before: thousands may want the same. */
  readonly #next = new Map<string, number>();

  constructor(
    readonly separator: string,
    taken: Iterable<string> = [],
  ) {
    this.#taken = new Set(taken);
  }

  unique(wanted: string): string {
    let name = wanted;
    let i = this.#next.get(wanted) ?? 1;
    for (; this.#taken.has(name); i++) name = `${wanted}${this.separator}${i}`;
    this.#next.set(wanted, i);
    this.#taken.add(name);
    return name;
  }
}
