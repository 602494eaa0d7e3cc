/** Digests by path, in hexadecimal in lower case. */
export interface PathDigests extends Iterable<[string, string]> {
  get(path: string): string | undefined;
  has(path: string): boolean;
  keys(): Iterable<string>;
}

/** Places that are made at first; of a bag of many files the bytes are moved a few times only. */
const FIRST_PLACES = 16;

/** Digests of one algorithm. They are kept as bytes, in one buffer, since a bag may list hundreds of thousands. */
export class ListedDigests implements PathDigests {
  readonly #places = new Map<string, number>();
  #bytes: Buffer;

  /** `digits` of each digest. */
  constructor(readonly digits: number) {
    this.#bytes = Buffer.alloc((FIRST_PLACES * digits) / 2);
  }

  set(path: string, digest: string): void {
    const place = this.#places.get(path) ?? this.#places.size;
    const [start, end] = this.#range(place);
    if (end > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], 2 * this.#bytes.length);
    this.#bytes.write(digest, start, 'hex');
    this.#places.set(path, place);
  }

  get(path: string): string | undefined {
    const place = this.#places.get(path);
    return place === undefined ? undefined : this.#bytes.toString('hex', ...this.#range(place));
  }

  has(path: string): boolean {
    return this.#places.has(path);
  }

  keys(): Iterable<string> {
    return this.#places.keys();
  }

  *[Symbol.iterator](): Generator<[string, string]> {
    for (const [path, place] of this.#places) yield [path, this.#bytes.toString('hex', ...this.#range(place))];
  }

  #range(place: number): [number, number] {
    return [(place * this.digits) / 2, ((place + 1) * this.digits) / 2];
  }
}
