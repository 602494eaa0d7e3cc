import { FormatError } from '../bytes/format-error.js';
import type { Json, JsonObject } from '../containers/json-document.js';
import { isTypedArray, isUbjObject, numbersOfArray, type Ubj } from '../containers/ubjson.js';
import { type Contents, emptyContents, type FormatFacts, type Tensor, type TensorInfo } from './format.js';
import { inMemory } from './numeric-array.js';

export const XGBOOST_FACTS: FormatFacts = {
  disclosure: 'documented',
  steward: 'DMLC XGBoost project',
  specification: 'https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html',
  encoding: 'text',
  holds: 'model',
  independent: false,
  worstLoading: 'data-only',
};

/** An XGBoost model in its own terms, whichever way it was written. */
export interface XgboostModel {
  version: number[];
  objective: string;
  booster: string;
  numFeature: number;
  numClass: number;
  baseScore: string;
  featureNames: string[];
  attributes: Record<string, string>;
  numTrees: number;
  /** Thresholds of inner nodes and values of leaves, tree by tree. */
  trees: Float32Array[];
  /** Coefficients of a linear booster. */
  weights?: Float32Array;
}

type Node = Json | Ubj | undefined;

/** Reads the document that JSON and UBJSON files share. */
export function xgboostModel(document: Node): XgboostModel {
  const learner = objectOf(objectOf(document, '')['learner'], 'learner');
  const booster = objectOf(learner['gradient_booster'], 'learner.gradient_booster');
  // DART keeps its trees one level deeper.
  const inner =
    booster['gbtree'] === undefined ? booster : objectOf(booster['gbtree'], 'learner.gradient_booster.gbtree');
  const model = objectOf(inner['model'], 'learner.gradient_booster.model');
  const parameters = optional(learner['learner_model_param']);
  const trees = model['trees'] === undefined ? [] : listOf(model['trees'], 'trees');
  const declared = Number(text(optional(model['gbtree_model_param'])['num_trees']) || trees.length);
  if (declared !== trees.length)
    throw new FormatError('invalid-structure', `expected ${declared} trees, found ${trees.length}`);
  return {
    version: numbers((document as JsonObject)['version'] ?? []),
    objective: text(optional(learner['objective'])['name']),
    booster: text(booster['name']),
    numFeature: Number(text(parameters['num_feature'])),
    numClass: Number(text(parameters['num_class'])),
    baseScore: text(parameters['base_score']),
    featureNames:
      learner['feature_names'] === undefined ? [] : listOf(learner['feature_names'], 'feature_names').map(text),
    attributes: Object.fromEntries(
      Object.entries(optional(learner['attributes'])).map(([key, value]) => [key, text(value)]),
    ),
    numTrees: trees.length,
    trees: trees.map((tree, i) => Float32Array.from(numbers(objectOf(tree, `trees[${i}]`)['split_conditions']))),
    ...(model['weights'] !== undefined && { weights: Float32Array.from(numbers(model['weights'])) }),
  };
}

function objectOf(value: Node, where: string): { [key: string]: Node } {
  if (!isUbjObject(value as Ubj))
    throw new FormatError('invalid-structure', `expected an object ${where}, found something else`);
  return value as { [key: string]: Node };
}

const optional = (value: Node): { [key: string]: Node } =>
  isUbjObject(value as Ubj) ? (value as { [key: string]: Node }) : {};

function listOf(value: Node, where: string): Node[] {
  if (!Array.isArray(value))
    throw new FormatError('invalid-structure', `expected a list ${where}, found something else`);
  return value;
}

const text = (value: Node): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function numbers(value: Node): number[] {
  if (isTypedArray(value as Ubj)) return numbersOfArray(value as never);
  if (Array.isArray(value) && value.every((element) => typeof element === 'number')) return value as number[];
  throw new FormatError('invalid-structure', 'expected a list of numbers, found something else');
}

/** Contents of a model, with the tensors that make it predict. */
export function xgboostContents(model: XgboostModel): Contents {
  const contents = emptyContents('data-only');
  const fact = (key: string, value: unknown, where: string) => contents.facts.push({ key, value, where });
  if (model.version.length > 0) contents.version = model.version.join('.');
  fact('version', model.version, 'version');
  fact('num_trees', model.numTrees, 'learner.gradient_booster.model');
  fact('objective', model.objective, 'learner.objective.name');
  fact('booster', model.booster, 'learner.gradient_booster.name');
  fact('num_feature', model.numFeature, 'learner.learner_model_param');
  fact('num_class', model.numClass, 'learner.learner_model_param');
  fact('base_score', model.baseScore, 'learner.learner_model_param');
  if (model.featureNames.length > 0) fact('feature_names', model.featureNames, 'learner.feature_names');
  for (const [key, value] of Object.entries(model.attributes)) fact(key, value, `learner.attributes#${key}`);
  contents.needs.push({ package: 'xgboost', version: model.version.join('.'), evidence: 'version' });
  contents.tensors = xgboostArrays(model).map(({ info }) => info);
  contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return contents;
}

/** Tensors of a model with their values. */
export function* xgboostTensors(model: XgboostModel): Generator<Tensor> {
  for (const { info, values } of xgboostArrays(model)) yield { info, values: inMemory(() => littleEndian(values)) };
}

function xgboostArrays({ trees, weights }: XgboostModel): { info: TensorInfo; values: Float32Array }[] {
  const array = (name: string, values: Float32Array) => ({
    info: { name, dtype: 'float32', shape: [values.length], byteLength: values.length * 4 },
    values,
  });
  return [
    ...(weights ? [array('weights', weights)] : []),
    ...trees.map((values, i) => array(`trees.${i}.split_conditions`, values)),
  ];
}

function littleEndian(values: Float32Array): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeFloatLE(value, i * 4);
  return bytes;
}
