import { FormatError } from '../../bytes/format-error.js';
import type { Limits } from '../../bytes/limits.js';
import type { ByteSource } from '../../bytes/source.js';
import { className, itemsOf, type PickleObject, type PickleValue, readPickles } from '../../containers/pickle.js';
import { listToRowMajor } from '../column-major.js';
import { type Leaf, tensorOf } from '../numpy-leaf.js';
import { arrayOf, leafOf, type PickleHome, scalarValue } from '../pickled-arrays.js';
import { attributesOf, entriesOf, joinName, keyName } from '../python-names.js';
import { isTree, treeLeaves } from '../sklearn-tree.js';
import type { Estimator, EstimatorValue } from './structure.js';

/** Values that one estimator may hold when every reference is followed; more exist only to exhaust readers. */
const MOST_VALUES = 2_000_000;
/** Packages whose saved objects are estimators. */
const PACKAGES = /^(?:sklearn|imblearn|lightgbm\.sklearn|xgboost\.sklearn)\./;

/**
 * The estimator that a saved object is, or the only one among the members of a saved dict, list or tuple; null where
 * there is none or several. Its tensors have the names that `inspect` lists.
 */
export function estimatorOf(root: PickleValue, home: PickleHome, limits: Limits): Estimator | null {
  const isSaved = (value: PickleValue): boolean => PACKAGES.test(className(value) ?? '');
  const members: [string, PickleValue][] = isSaved(root)
    ? [['', root]]
    : [
        ...(itemsOf(root) ?? []).map((item, i): [string, PickleValue] => [String(i), item]),
        ...(entriesOf(root) ?? []).map(([key, item]): [string, PickleValue] => [keyName(key), item]),
      ];
  const [first, ...more] = members.filter(([, value]) => isSaved(value));
  if (!first || more.length > 0) return null;
  const found = new EstimatorReader(home, limits).value(...first, 0);
  return isEstimator(found) ? found : null;
}

/** The estimator in the pickle at the start of a source. */
export async function pickledEstimator({ source }: { source: ByteSource }, limits: Limits): Promise<Estimator | null> {
  const [first] = await readPickles(source, 0, { limits });
  return first?.value === undefined ? null : estimatorOf(first.value, { source, base: 0 }, limits);
}

export const isEstimator = (value: EstimatorValue | undefined): value is Estimator =>
  value !== null && typeof value === 'object' && value.kind === 'estimator';

class EstimatorReader {
  #left = MOST_VALUES;
  readonly #active = new Set<object>();

  constructor(
    readonly home: PickleHome,
    readonly limits: Limits,
  ) {}

  value(name: string, value: PickleValue, depth: number): EstimatorValue {
    if (value === null || typeof value !== 'object') return value;
    if (depth > this.limits.depth || this.#left-- <= 0)
      throw new FormatError(
        'resource-limit',
        `expected an estimator of at most ${MOST_VALUES} values and ${this.limits.depth} levels, found more`,
      );
    if (this.#active.has(value)) return { kind: 'opaque', what: 'an object that holds itself' };
    this.#active.add(value);
    const found = this.#read(name, value, depth);
    this.#active.delete(value);
    return found;
  }

  #read(name: string, value: Exclude<PickleValue, null | boolean | number | bigint | string>, depth: number) {
    const array = arrayOf(value, this.home);
    if (array) return this.#array(name, array, depth);
    switch (value.kind) {
      case 'float':
        return value.value;
      case 'bytes':
        return value.held ? Buffer.from(value.held).toString('latin1') : opaque('bytes');
      case 'global':
        return { kind: 'name' as const, name: `${value.module}.${value.name}` };
      case 'list':
      case 'tuple':
      case 'set':
        return { kind: value.kind, items: this.#items(name, value.items, depth) };
      case 'dict':
        return this.#dict(name, value, depth);
      case 'object':
        return this.#object(name, value, depth);
      default:
        return opaque(value.kind);
    }
  }

  #items(name: string, items: readonly PickleValue[], depth: number): EstimatorValue[] {
    return items.map((item, i) => this.value(joinName(name, i), item, depth + 1));
  }

  #dict(name: string, value: PickleValue, depth: number): EstimatorValue {
    const entries = (entriesOf(value) ?? []).map(([key, item]): [EstimatorValue, EstimatorValue] => [
      this.value(joinName(name, 'key'), key, depth + 1),
      this.value(joinName(name, keyName(key)), item, depth + 1),
    ]);
    return { kind: 'dict', entries };
  }

  #array(name: string, array: NonNullable<ReturnType<typeof arrayOf>>, depth: number): EstimatorValue {
    const scalar = array.shape.length === 0 ? scalarValue(array) : undefined;
    if (scalar !== undefined) return scalar;
    const leaf = leafOf(name, array, this.home);
    if (leaf.info.dtype !== 'object' || !array.items) return ofTensor(leaf);
    const items = this.#items(name, array.items, depth);
    return {
      kind: 'objects',
      shape: [...array.shape],
      items: array.fortran ? [...listToRowMajor(items, array.shape)] : items,
    };
  }

  #object(name: string, object: PickleObject, depth: number): EstimatorValue {
    const type = className(object) ?? '';
    const attributes = new Map<string, EstimatorValue>();
    if (isTree(object)) {
      for (const leaf of treeLeaves(name, object, this.home))
        attributes.set(leaf.info.name.slice(name === '' ? 0 : name.length + 1), ofTensor(leaf));
      return estimator(type, attributes);
    }
    if (entriesOf(object)) return this.#dict(name, object, depth);
    if (/^(?:builtins|__builtin__)\.(?:set|frozenset)$/.test(type)) {
      const [items] = itemsOf(object.args) ?? [];
      return { kind: 'set', items: this.#items(name, itemsOf(items) ?? [], depth) };
    }
    const state = attributesOf(object);
    if (!state) return opaque(type);
    for (const [key, item] of entriesOf(state) ?? [])
      attributes.set(keyName(key), this.value(joinName(name, keyName(key)), item, depth + 1));
    return estimator(type, attributes);
  }
}

const opaque = (what: string): EstimatorValue => ({ kind: 'opaque', what });
const ofTensor = (leaf: Leaf): EstimatorValue => ({ kind: 'array', tensor: tensorOf(leaf) });

function estimator(type: string, attributes: Map<string, EstimatorValue>): Estimator {
  const version = attributes.get('_sklearn_version');
  return {
    kind: 'estimator',
    origin: { framework: 'scikit-learn', version: typeof version === 'string' ? version : '', className: type },
    attributes,
  };
}
