import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, chunks, subSource } from '../bytes/source.js';
import { type FlatTable, openRoot } from '../containers/flatbuffers.js';
import { isObject, type Json, parseJson, readJson } from '../containers/json-document.js';
import { windowedSource } from '../containers/windowed-source.js';
import { byteLengthOf } from './dtypes.js';
import {
  begin,
  type Contents,
  certain,
  emptyContents,
  type Format,
  type FormatFacts,
  NO,
  type Tensor,
} from './format.js';
import { has } from './glimpse.js';
import { latin1Head } from './head-text.js';
import { headKeys } from './json-glimpse.js';
import { inMemory, numbersOf } from './numeric-array.js';
import { addProblem } from './problems.js';

/*
 * .cbm: "CBM1" | length of the core u32 | core (FlatBuffers) | parts that the core names, such as tables of categories
 *   TModelCore   0 format version, 1 trees, 2 key-value pairs, 3 names of the parts
 *   TModelTrees  0 dimension, 1 splits, 2 sizes, 3 start offsets, 4 categorical, 5 float features, 6 one-hot, 7 tables,
 *                8 leaf values f64, 9 leaf weights f64, 10 steps of trees that are not symmetric, 11 their leaves
 */
const MAGIC = 'CBM1';
const CORE_AT = 8;
/** Arrays of the trees: name, field, dtype, bytes of an element, shape of an element. */
const ARRAYS = [
  ['tree_splits', 1, 'int32', 4],
  ['tree_sizes', 2, 'int32', 4],
  ['leaf_values', 8, 'float64', 8],
  ['leaf_weights', 9, 'float64', 8],
  ['step_nodes', 10, 'uint16', 4],
  ['node_to_leaf', 11, 'uint32', 4],
] as const;
const FLOAT_FEATURES = 5;
const BORDERS = 3;

const CATBOOST_FACTS: FormatFacts = {
  disclosure: 'source',
  steward: 'Yandex',
  specification: 'https://github.com/catboost/catboost/blob/master/catboost/libs/model/flatbuffers/model.fbs',
  encoding: 'binary',
  holds: 'model',
  independent: false,
  worstLoading: 'data-only',
  openExport: 'onnx',
};

export const catboostCbm: Format = {
  id: 'catboost-cbm',
  name: 'CatBoost model',
  aliases: ['CatBoost binary'],
  extensions: ['.cbm'],
  family: 'classical',
  container: 'flatbuffers',
  signature: '"CBM1" at 0, then FlatBuffers',
  facts: CATBOOST_FACTS,
  recognize: ({ head }) => (has(head, MAGIC) ? certain(`"${MAGIC}" at 0`) : NO),

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const core = await openCore(model.source);
    contents.version = await core.text(0);
    for await (const pair of core.tables(2)) {
      if (contents.facts.length > limits.tensors) break;
      addInfo(await pair.text(0), await pair.text(1), contents, limits);
    }
    const trees = await core.table(1);
    if (!trees) throw new FormatError('invalid-structure', 'expected trees in the model, found none', CORE_AT);
    contents.tensors = await arraysOf(trees, limits);
    contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
    contents.facts.push(
      { key: 'dimension', value: await trees.i32(0), where: 'TModelTrees' },
      {
        key: 'num_trees',
        value: contents.tensors.find(({ name }) => name === 'tree_sizes')?.shape[0] ?? 0,
        where: 'TModelTrees',
      },
    );
    contents.needs.push({ package: 'catboost', version: '', evidence: 'InfoMap' });
    return contents;
  },

  async *tensors({ source }, limits): AsyncGenerator<Tensor> {
    const trees = await (await openCore(source)).table(1);
    for (const info of trees ? await arraysOf(trees, limits) : []) {
      const { offset = 0, byteLength } = info;
      yield { info, values: () => chunks(source, offset, offset + byteLength) };
    }
  },
};

async function openCore(source: ByteSource): Promise<FlatTable> {
  if (source.size < CORE_AT) throw new FormatError('truncated', `expected ${CORE_AT} bytes, found ${source.size}`, 0);
  const head = await source.read(0, CORE_AT);
  const length = new DataView(head.buffer, head.byteOffset, CORE_AT).getUint32(4, true);
  if (length > source.size - CORE_AT)
    throw new FormatError('truncated', `expected a core of ${length} bytes, found ${source.size - CORE_AT}`, 4);
  return openRoot(windowedSource(subSource(source, CORE_AT, CORE_AT + length)));
}

async function arraysOf(trees: FlatTable, limits: Limits): Promise<Contents['tensors']> {
  const dimension = await trees.i32(0);
  const tensors: Contents['tensors'] = [];
  for (const [name, field, dtype, itemBytes] of ARRAYS) {
    const found = await trees.vector(field, itemBytes);
    if (!found || found.count === 0) continue;
    const perRow = name === 'step_nodes' ? 2 : name === 'leaf_values' && dimension > 1 ? dimension : 1;
    const rows = name === 'step_nodes' ? found.count : Math.floor(found.count / perRow);
    const isWhole = name === 'step_nodes' || rows * perRow === found.count;
    const shape = perRow === 1 || !isWhole ? [found.count] : [rows, perRow];
    tensors.push(tensorAt(name, dtype, shape, found.start));
  }
  let feature = 0;
  for await (const table of trees.tables(FLOAT_FEATURES)) {
    if (++feature > limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${limits.tensors} features, found more`);
    const borders = await table.vector(BORDERS, 4);
    if (borders && borders.count > 0)
      tensors.push(tensorAt(`float_features.${await table.i32(1)}.borders`, 'float32', [borders.count], borders.start));
  }
  return tensors;
}

const tensorAt = (name: string, dtype: string, shape: number[], start: number): Contents['tensors'][number] => ({
  name,
  dtype,
  shape,
  byteLength:
    byteLengthOf(
      dtype,
      shape.reduce((product, size) => product * size, 1),
    ) ?? 0,
  offset: CORE_AT + start,
  byteOrder: 'little',
});

/** Values are text; `params` is the JSON of all training parameters, whose plain ones become facts. */
function addInfo(key: string, value: string, contents: Contents, limits: Limits): void {
  const where = `InfoMap#${key}`;
  if (key !== 'params') {
    // Documents and reports of the build are no facts of the model.
    if (value.length <= 1_000 && !/[\n{]/.test(value)) contents.facts.push({ key, value, where });
    return;
  }
  try {
    addParameters(parseJson(Buffer.from(value), { depth: limits.depth }), where, contents);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    addProblem(contents, error, { member: where });
  }
}

/** The seed and every plain setting that boosting, trees and loss were given. */
function addParameters(params: Json, where: string, contents: Contents): void {
  if (!isObject(params)) return;
  for (const [group, settings] of Object.entries(params)) {
    if (group === 'random_seed')
      contents.facts.push({ key: 'random_seed', value: settings, where: `${where}.random_seed` });
    if (!isObject(settings) || !/^(?:boosting|tree_learner|loss_function|flat_params)/.test(group)) continue;
    for (const [key, value] of Object.entries(settings))
      if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
        contents.facts.push({ key, value, where: `${where}.${group}` });
  }
}

export const catboostJson: Format = {
  id: 'catboost-json',
  name: 'CatBoost JSON',
  extensions: ['.json'],
  family: 'classical',
  container: 'json',
  signature: 'the key features_info, with features of any kind below',
  facts: { ...CATBOOST_FACTS, encoding: 'text' },
  specializes: 'json',
  recognize: (glimpse) =>
    headKeys(glimpse)?.includes('features_info') &&
    /"(?:float_features|categorical_features|text_features|ctrs)"/.test(latin1Head(glimpse.head))
      ? certain('JSON with features_info')
      : NO,

  async inspect({ source }, limits) {
    const contents = emptyContents('data-only');
    const { arrays, trees, info } = await readDocument(source, limits);
    contents.tensors = arrays.map(({ info: tensor }) => tensor);
    contents.storedBytes = source.size;
    contents.facts.push({ key: 'num_trees', value: trees, where: 'trees' });
    if (isObject(info)) {
      for (const [key, value] of Object.entries(info))
        if (typeof value === 'string' && key !== 'params') addInfo(key, value, contents, limits);
      addParameters(info['params'] ?? null, 'model_info.params', contents);
    }
    contents.needs.push({ package: 'catboost', version: '', evidence: 'model_info' });
    return contents;
  },

  async *tensors({ source }, limits): AsyncGenerator<Tensor> {
    for (const { info, values } of (await readDocument(source, limits)).arrays)
      yield { info, values: inMemory(() => values) };
  },
};

interface JsonArray {
  info: Contents['tensors'][number];
  values: Uint8Array;
}

/** Leaf values and weights of all trees, one after the other, as the binary form has them. */
async function readDocument(
  source: ByteSource,
  limits: Limits,
): Promise<{ arrays: JsonArray[]; trees: number; info: Json | undefined }> {
  const document = await readJson(source, limits, { nonFinite: true });
  if (!isObject(document)) throw new FormatError('invalid-structure', 'expected a JSON object, found another value', 0);
  const trees = document['oblivious_trees'] ?? document['trees'];
  if (!Array.isArray(trees)) throw new FormatError('invalid-structure', 'expected a list of trees, found none', 0);
  const arrays: JsonArray[] = [];
  const scale = document['scale_and_bias'];
  const bias = Array.isArray(scale) ? scale[1] : undefined;
  const dimension = Array.isArray(bias) ? Math.max(1, bias.length) : 1;
  for (const name of ['leaf_values', 'leaf_weights']) {
    const values = trees.flatMap((tree) => leavesOf(tree, name));
    if (values.length === 0) continue;
    const bytes = numbersOf(values);
    const count = bytes.length / 8;
    const isTable = name === 'leaf_values' && dimension > 1 && count % dimension === 0;
    const shape = isTable ? [count / dimension, dimension] : [count];
    arrays.push({ values: bytes, info: { name, dtype: 'float64', shape, byteLength: bytes.length } });
  }
  return { arrays, trees: trees.length, info: document['model_info'] };
}

/** Leaves of a symmetric tree, or of a nest of splits from left to right. */
function leavesOf(tree: Json, name: string): Json[] {
  if (!isObject(tree)) return [];
  const own = tree[name] ?? (name === 'leaf_values' ? tree['value'] : tree['weight']);
  const here = Array.isArray(own) ? own : own === undefined ? [] : [own];
  return [...here, ...leavesOf(tree['left'] ?? null, name), ...leavesOf(tree['right'] ?? null, name)];
}
