import { isObject, type Json, type JsonObject } from '../../containers/json-document.js';

/** Of a file that nothing more is asked of: its size, or that the crate says none. */
type PlainFile = number;
const NO_SIZE: PlainFile = -1;

/** An entity as far as it is kept. */
export interface CrateEntity {
  id: string;
  types: readonly string[];
  /** Bytes that it says it has. */
  size: number | null;
  /** All that it says but its parts; of a plain file nothing. */
  said: JsonObject;
}

/**
 * The entities of a crate. They are numbered as their identifiers are first named, and of a plain file no more is kept than its
 * number, its size and who has it as a part: there may be hundreds of thousands.
 */
export class CrateGraph {
  readonly #numbers = new Map<string, number>();
  /** By number; undefined of what was only named so far. */
  readonly #kept: (PlainFile | JsonObject | undefined)[] = [];
  readonly #parts = new Map<number, readonly number[]>();

  /** Takes an entity, and tells how many parts it has; null where there is one of this identifier already. */
  add(id: string, entity: JsonObject): number | null {
    const number = this.#numberOf(id);
    if (this.#kept[number] !== undefined) return null;
    const { hasPart, ...said } = entity;
    const parts = idsOf(hasPart).map((part) => this.#numberOf(part));
    if (parts.length > 0) this.#parts.set(number, parts);
    const isPlain = typesOf(said).includes('File') && !id.endsWith('/') && hasPart === undefined;
    this.#kept[number] = isPlain && said['about'] === undefined ? (sizeOf(said) ?? NO_SIZE) : said;
    return parts.length;
  }

  get(id: string | undefined): CrateEntity | undefined {
    const number = id === undefined ? undefined : this.#numbers.get(id);
    return number === undefined ? undefined : this.#entity(id as string, number);
  }

  *[Symbol.iterator](): Generator<CrateEntity> {
    for (const [id, number] of this.#numbers) {
      const entity = this.#entity(id, number);
      if (entity) yield entity;
    }
  }

  /** What can be reached from an entity over its parts and theirs: asks of an identifier whether it is among them. */
  reachableFrom(id: string): (id: string) => boolean {
    const reached = new Uint8Array(this.#numbers.size);
    const open = [this.#numberOf(id)];
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      for (const part of this.#parts.get(number) ?? []) {
        if (reached[part]) continue;
        reached[part] = 1;
        open.push(part);
      }
    }
    return (other) => reached[this.#numbers.get(other) ?? -1] === 1;
  }

  #numberOf(id: string): number {
    const number = this.#numbers.get(id) ?? this.#numbers.size;
    if (number === this.#numbers.size) {
      this.#numbers.set(id, number);
      this.#kept.push(undefined);
    }
    return number;
  }

  #entity(id: string, number: number): CrateEntity | undefined {
    const said = this.#kept[number];
    if (typeof said !== 'number') return said && { id, types: typesOf(said), size: sizeOf(said), said };
    return { id, types: ['File'], size: said === NO_SIZE ? null : said, said: {} };
  }
}

/** Bytes that an entity says it has, as a number or in digits; null for anything else. */
function sizeOf({ contentSize }: JsonObject): number | null {
  const isNumber = typeof contentSize === 'number' || typeof contentSize === 'string';
  return isNumber && /^\d+$/.test(`${contentSize}`) ? Number(contentSize) : null;
}

export const idsOf = (value: Json | undefined): string[] =>
  [value ?? null].flat().flatMap((each) => {
    const id = isObject(each) ? each['@id'] : undefined;
    return typeof id === 'string' ? id : [];
  });

const typesOf = (entity: JsonObject): string[] =>
  [entity['@type'] ?? null].flat().filter((type): type is string => typeof type === 'string');
