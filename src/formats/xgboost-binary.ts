import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { certain, type Format, type ModelInput, NO } from './format.js';
import { has } from './glimpse.js';
import { XGBOOST_FACTS, type XgboostModel, xgboostContents, xgboostTensors } from './xgboost-model.js';

/*
 * The memory layout of XGBoost's C++ structures up to 2.x, little-endian:
 *   "binf" | learner parameters 136 | objective, booster: u64 length + text
 *   | gbtree parameters 160 | trees | tree_info i32 × trees | attributes: u64 count, (text, text) …
 *   tree: parameters 148 | nodes 20 × n | statistics 16 × n
 */
const LEARNER_BYTES = 136;
const GBTREE_BYTES = 160;
const TREE_BYTES = 148;
const NODE_BYTES = 20;
const STATISTICS_BYTES = 16;

export const xgboostBinary: Format = {
  id: 'xgboost-binary',
  name: 'XGBoost binary (before 3.0)',
  extensions: ['.bin', '.model', '.bst'],
  family: 'classical',
  container: 'none',
  signature: '"binf" at 0, "bs64" at 0, or the header of a learner',
  facts: { ...XGBOOST_FACTS, disclosure: 'source', encoding: 'binary', openExport: 'xgboost-json' },
  recognize: ({ head }) => (has(head, 'binf') ? certain('"binf" at 0') : NO),
  inspect: async (model, limits) => xgboostContents(await readModel(model, limits)),
  async *tensors(model, limits) {
    yield* xgboostTensors(await readModel(model, limits));
  },
};

async function readModel({ source }: ModelInput, limits: Limits): Promise<XgboostModel> {
  if (source.size > limits.inflatedBytes)
    throw new FormatError(
      'resource-limit',
      `expected a model of at most ${limits.inflatedBytes} bytes, found ${source.size}`,
    );
  const cursor = new Cursor(await source.read(4, source.size), 4);
  const learner = new Cursor(cursor.take(LEARNER_BYTES), 4);
  const baseScore = learner.f32();
  const numFeature = learner.u32();
  const numClass = learner.i32();
  const hasAttributes = learner.i32() !== 0;
  learner.skip(4);
  const version = [learner.u32(), learner.u32()];
  const objective = readText(cursor);
  const booster = readText(cursor);
  if (booster !== 'gbtree')
    throw new FormatError('unsupported', `expected the booster gbtree, found ${booster}`, cursor.offset);
  const trees = readTrees(cursor, limits);
  const attributes = hasAttributes ? readAttributes(cursor) : {};
  const { feature_names: names, ...others } = attributes;
  return {
    version,
    objective,
    booster,
    numFeature,
    numClass,
    baseScore: String(baseScore),
    featureNames: names === undefined ? [] : names.split('\t').filter(Boolean),
    attributes: others,
    numTrees: trees.length,
    trees,
  };
}

function readTrees(cursor: Cursor, limits: Limits): Float32Array[] {
  const at = cursor.offset;
  const parameters = new Cursor(cursor.take(GBTREE_BYTES), at);
  const count = parameters.i32();
  if (count < 0 || count * TREE_BYTES > cursor.remaining)
    throw new FormatError(
      'invalid-structure',
      `expected trees within ${cursor.remaining} bytes, found a count of ${count}`,
      at,
    );
  if (count > limits.tensors)
    throw new FormatError('resource-limit', `expected at most ${limits.tensors} trees, found ${count}`, at);
  const trees = Array.from({ length: count }, () => readTree(cursor));
  cursor.skip(count * 4);
  return trees;
}

/** Split condition or leaf value of each node: the last field of parent, left, right, feature, value. */
function readTree(cursor: Cursor): Float32Array {
  const at = cursor.offset;
  const parameters = new Cursor(cursor.take(TREE_BYTES), at);
  parameters.skip(4);
  const count = parameters.i32();
  if (count < 1 || count * (NODE_BYTES + STATISTICS_BYTES) > cursor.remaining)
    throw new FormatError(
      'invalid-structure',
      `expected nodes within ${cursor.remaining} bytes, found a count of ${count}`,
      at + 4,
    );
  const nodes = new Cursor(cursor.take(count * NODE_BYTES));
  cursor.skip(count * STATISTICS_BYTES);
  return Float32Array.from({ length: count }, () => {
    nodes.skip(NODE_BYTES - 4);
    return nodes.f32();
  });
}

function readText(cursor: Cursor): string {
  return cursor.text(cursor.size64());
}

function readAttributes(cursor: Cursor): Record<string, string> {
  const attributes: Record<string, string> = {};
  const count = cursor.size64();
  if (count * 16 > cursor.remaining)
    throw new FormatError(
      'invalid-structure',
      `expected attributes within ${cursor.remaining} bytes, found a count of ${count}`,
      cursor.offset,
    );
  for (let i = 0; i < count; i++) attributes[readText(cursor)] = readText(cursor);
  return attributes;
}
