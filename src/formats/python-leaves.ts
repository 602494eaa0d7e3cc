import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { calleeName, className, entryOf, itemsOf, type PickleObject, type PickleValue } from '../containers/pickle.js';
import type { Observation } from './format.js';
import type { Leaf } from './numpy-leaf.js';
import { arrayOf, leafOf, type PickledArray, type PickleHome } from './pickled-arrays.js';
import { attributesOf, entriesOf, joinName, keyName } from './python-names.js';
import { isTree, treeLeaves } from './sklearn-tree.js';

/** Turns a value of a framework into its tensors; null where it is none of the framework's. */
export type LeafReader = (name: string, value: PickleValue, home: PickleHome) => Leaf[] | null;

type Composite = Exclude<PickleValue, string | number | bigint | boolean | null>;

/** Values reached when every shared reference is followed; more exist only to exhaust readers. */
const MAX_EXPANDED = 1e9;
/** Objects that look like containers of arrays but are states of generators or views with masks. */
const OPAQUE = /^numpy\.(random|ma)\b/;

export interface Leaves {
  leaves: Leaf[];
  observations: Observation[];
}

/**
 * Every tensor reachable from a value through dicts, lists, attributes and modules, by its dotted path. Shared values
 * without tensors are visited once, so that a memo bomb costs nothing.
 */
export function collectLeaves(
  root: PickleValue,
  home: PickleHome,
  limits: Limits,
  reader: LeafReader = () => null,
): Leaves {
  const walk = new LeafWalk(home, limits, reader);
  const size = walk.visit('', root, 0);
  if (size > MAX_EXPANDED)
    walk.observe(
      'resource-limit',
      `expected at most ${MAX_EXPANDED} values when every reference is followed, found ${size.toPrecision(3)}`,
    );
  walk.nameTies();
  return { leaves: walk.leaves, observations: walk.observations };
}

/** What has no tensor below it, and needs no name. */
const isPlain = (value: PickleValue): value is Exclude<PickleValue, object> =>
  value === null || typeof value !== 'object';

class LeafWalk {
  readonly leaves: Leaf[] = [];
  readonly observations: Observation[] = [];
  /** Expanded sizes of values without tensors; of those that are being visited 1, since each is part of itself there. */
  readonly #known = new Map<object, number>();

  constructor(
    readonly home: PickleHome,
    readonly limits: Limits,
    readonly reader: LeafReader,
  ) {}

  /** Returns the number of values below, each as often as it is referred to. */
  visit(name: string, value: PickleValue, depth: number): number {
    if (isPlain(value)) return 1;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    if (depth > this.limits.depth) {
      this.observe('resource-limit', `expected at most ${this.limits.depth} levels of nesting, found more`);
      return 1;
    }
    const before = this.leaves.length;
    this.#known.set(value, 1);
    const size = this.#read(name, value, depth) ? 1 : this.#children(name, value, depth);
    if (this.leaves.length === before) this.#known.set(value, size);
    else this.#known.delete(value);
    return size;
  }

  /** Adds the leaves that a value itself is. */
  #read(name: string, value: Composite, depth: number): boolean {
    try {
      const array = arrayOf(value, this.home);
      if (array) return this.#array(name, array, depth);
      const leaves =
        this.reader(name, value, this.home) ??
        (isTree(value) ? treeLeaves(name, value as PickleObject, this.home) : null);
      if (!leaves) return false;
      for (const leaf of leaves) this.#add(leaf);
      return true;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.observe(error.code, error.message, name, error.offset);
      return true;
    }
  }

  #array(name: string, array: PickledArray, depth: number): boolean {
    // Fixed runs of raw bytes are data of the program, neither numbers nor text.
    if ((array.dtype.kind === 'S' || array.dtype.kind === 'V') && !array.dtype.fields) return true;
    const before = this.leaves.length;
    const leaf = leafOf(name, array, this.home);
    if (leaf.info.dtype === 'object' && array.items) {
      for (const [i, item] of array.items.entries()) this.visit(joinName(name, indexName(i, array)), item, depth + 1);
      if (this.leaves.length > before) return true;
    }
    this.#add(leaf);
    return true;
  }

  #children(name: string, value: Composite, depth: number): number {
    if (value.kind === 'list' || value.kind === 'tuple') return 1 + this.#items(name, value.items, depth);
    let size = 1 + this.#entries(name, entriesOf(value), entryName, depth);
    if (value.kind !== 'object' || OPAQUE.test(calleeName(value) ?? '')) return size;
    if (value.items) size += this.#items(name, value.items, depth);
    const attributes = attributesOf(value);
    if (!attributes) {
      if (value.state !== undefined && itemsOf(value.state)) size += this.visit(name, value.state, depth + 1);
      return size;
    }
    const isModule = entryOf(attributes, '_modules') !== undefined && entryOf(attributes, '_parameters') !== undefined;
    return size + this.#entries(name, isModule ? moduleChildren(attributes) : entriesOf(attributes), keyName, depth);
  }

  #items(name: string, items: readonly PickleValue[], depth: number): number {
    let size = 0;
    for (let i = 0; i < items.length; i++) {
      const item = items[i] as PickleValue;
      size += isPlain(item) ? 1 : this.visit(joinName(name, i), item, depth + 1);
    }
    return size;
  }

  #entries(
    name: string,
    entries: readonly (readonly [PickleValue, PickleValue])[] | null,
    nameOf: (key: PickleValue, i: number) => string,
    depth: number,
  ): number {
    let size = 0;
    for (let i = 0; entries !== null && i < entries.length; i++) {
      const [key, child] = entries[i] as readonly [PickleValue, PickleValue];
      size += isPlain(child) ? 1 : this.visit(joinName(name, nameOf(key, i)), child, depth + 1);
    }
    return size;
  }

  #add(leaf: Leaf): void {
    if (this.leaves.length >= this.limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${this.limits.tensors} tensors, found more`);
    this.leaves.push(leaf);
  }

  observe(code: FormatError['code'], message: string, name?: string, offset?: number): void {
    const kind = code === 'resource-limit' || code === 'unsupported' || code === 'encrypted' ? 'unread' : 'malformed';
    if (this.observations.some((o) => o.code === code && o.message === message)) return;
    this.observations.push({
      kind,
      code,
      message,
      ...(name !== undefined && { name }),
      ...(offset !== undefined && { offset }),
    });
  }

  /** Tells which tensors share values, and which names occur twice. */
  nameTies(): void {
    const byStorage = new Map<string, Leaf[]>();
    for (const leaf of this.leaves) {
      if (leaf.storage === undefined) continue;
      const group = byStorage.get(leaf.storage);
      if (group) group.push(leaf);
      else byStorage.set(leaf.storage, [leaf]);
    }
    for (const group of byStorage.values()) {
      if (group.length < 2 || group.length > MOST_TIED) continue;
      for (const { info } of group)
        info.tiedTo = group.map((other) => other.info.name).filter((other) => other !== info.name);
    }
    const seen = new Set<string>();
    for (const { info } of this.leaves) {
      if (seen.has(info.name))
        this.observe('duplicate-key', `expected a tensor name once, found "${info.name}" again`, info.name);
      seen.add(info.name);
    }
  }
}

/** A key as a name; one that has no text of its own (a parameter as the key of an optimizer's state) by its place. */
const entryName = (key: PickleValue, i: number): string => {
  const name = keyName(key);
  return /\([a-z]+\)/.test(name) && typeof key === 'object' ? `${name}#${i}` : name;
};

/** Ties are listed per tensor, so that a storage with thousands of views would cost millions of names. */
const MOST_TIED = 64;

/** What `Module.state_dict()` lists: parameters, persistent buffers, then the modules inside. */
function moduleChildren(attributes: PickleValue): [PickleValue, PickleValue][] {
  const part = (name: string) => entriesOf(entryOf(attributes, name) ?? null) ?? [];
  const left = new Set((itemsOf(setItems(entryOf(attributes, '_non_persistent_buffers_set'))) ?? []).map(keyName));
  return [...part('_parameters'), ...part('_buffers').filter(([key]) => !left.has(keyName(key))), ...part('_modules')];
}

/** A set pickled by value, or by `set([…])` as protocols below 4 do. */
function setItems(value: PickleValue | undefined): PickleValue | undefined {
  return /\.set$/.test(className(value) ?? '') ? itemsOf((value as PickleObject).args)?.[0] : value;
}

/** Indices of the i-th item in the order it was pickled in, joined by dots. */
function indexName(i: number, { shape, fortran }: PickledArray): string {
  const indices: number[] = new Array(shape.length);
  let rest = i;
  for (let k = 0; k < shape.length; k++) {
    const axis = fortran ? k : shape.length - 1 - k;
    const size = shape[axis] as number;
    indices[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return indices.join('.');
}
