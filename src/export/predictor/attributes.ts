import { isEstimator } from '../../formats/structure/python-estimator.js';
import type { Estimator, EstimatorValue } from '../../formats/structure/structure.js';
import { readNumbers, readStrings } from '../../formats/tensor-values.js';
import { NotExportable } from '../not-exportable.js';
import type { Label } from './predictor.js';

/** Class name without its module: `sklearn.svm._classes.SVC` → `SVC`. */
export const shortName = ({ origin }: Estimator): string =>
  origin.className.slice(origin.className.lastIndexOf('.') + 1);

/** Reads attributes of an estimator; what is not as scikit-learn has it is no export. */
export class Attributes {
  readonly name: string;

  constructor(readonly estimator: Estimator) {
    this.name = shortName(estimator);
  }

  has(key: string): boolean {
    return (this.estimator.attributes.get(key) ?? null) !== null;
  }

  value(key: string): EstimatorValue {
    return this.estimator.attributes.get(key) ?? null;
  }

  text(key: string): string {
    const value = this.value(key);
    return typeof value === 'string' ? value : '';
  }

  number(key: string, otherwise: number): number {
    const value = this.value(key);
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : otherwise;
  }

  /** Columns that it was fitted to, by the names that versions of scikit-learn have for them; 0 where it does not say. */
  columnCount(): number {
    // Of selections `n_features_` is what they leave.
    const ofTrees = this.has('tree_') || this.has('estimators_') ? ['n_features_'] : [];
    const key = ['n_features_in_', ...ofTrees, '_n_features', 'n_input_features_'].find((name) => this.has(name));
    return key === undefined ? 0 : this.number(key, 0);
  }

  flag(key: string): boolean {
    return this.value(key) === true;
  }

  items(key: string): EstimatorValue[] {
    return itemsOf(this.value(key));
  }

  inner(key: string): Estimator {
    const value = this.value(key);
    if (!isEstimator(value)) throw new NotExportable(`${this.name} has no fitted ${key}`);
    return value;
  }

  async numbers(key: string): Promise<number[]> {
    return numbersIn(this.value(key), `${this.name}.${key}`);
  }

  /** Rows of a matrix; of a vector its only one. */
  async matrix(key: string): Promise<number[][]> {
    return matrixIn(this.value(key), `${this.name}.${key}`);
  }

  async labels(key: string): Promise<Label[]> {
    return labelsIn(this.value(key), `${this.name}.${key}`);
  }

  /** Labels of a classifier. */
  async classes(): Promise<Label[]> {
    const labels = await this.labels('classes_');
    return labels.length >= 2 ? labels : this.refuse(`expected at least two classes, found ${labels.length}`);
  }

  refuse(reason: string): never {
    throw new NotExportable(`${this.name}: ${reason}`);
  }
}

export const itemsOf = (value: EstimatorValue): EstimatorValue[] =>
  value !== null && typeof value === 'object' && 'items' in value ? value.items : [];

export async function numbersIn(value: EstimatorValue, where: string): Promise<number[]> {
  if (typeof value === 'number' || typeof value === 'bigint') return [Number(value)];
  if (value !== null && typeof value === 'object' && value.kind === 'array')
    return Array.from(await readNumbers(value.tensor));
  const items = itemsOf(value);
  if (items.length === 0 || items.some((item) => typeof item !== 'number' && typeof item !== 'bigint'))
    throw new NotExportable(`expected numbers at ${where}, found none`);
  return items.map(Number);
}

export async function matrixIn(value: EstimatorValue, where: string): Promise<number[][]> {
  const numbers = await numbersIn(value, where);
  const shape = value !== null && typeof value === 'object' && value.kind === 'array' ? value.tensor.info.shape : [];
  const width = shape.length === 2 ? (shape[1] as number) : numbers.length;
  const height = shape.length === 2 ? (shape[0] as number) : 1;
  // Rows without numbers take no bytes: a file may claim as many as it likes.
  if (width === 0) throw new NotExportable(`expected numbers at ${where}, found none`);
  return Array.from({ length: height }, (_, row) => numbers.slice(row * width, (row + 1) * width));
}

export async function labelsIn(value: EstimatorValue, where: string): Promise<Label[]> {
  if (value !== null && typeof value === 'object' && value.kind === 'array') {
    if (value.tensor.info.dtype === 'string') return (await readStrings(value.tensor)).map((text) => text ?? '');
    return [...(await readNumbers(value.tensor))];
  }
  return itemsOf(value).map((item) => {
    if (typeof item === 'string' || typeof item === 'number') return item;
    if (typeof item === 'boolean' || typeof item === 'bigint') return Number(item);
    throw new NotExportable(`expected labels at ${where}, found something else`);
  });
}
