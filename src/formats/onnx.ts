import { append } from '../bytes/append.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { escapes } from '../containers/zip.js';
import { openCompanion } from './companion.js';
import { holesOf } from './coverage.js';
import {
  begin,
  type Contents,
  certain,
  emptyContents,
  type Format,
  type ModelInput,
  NO,
  type TensorInfo,
} from './format.js';
import { addHiddenInHoles } from './hidden-pickles.js';
import { type OnnxModel, readOnnx } from './onnx-model.js';
import { place, withValues } from './onnx-place.js';
import { IR_VERSION, recognizeOnnx } from './onnx-recognition.js';
import { unpackedInfo } from './packed-integers.js';
import { onnxGraph } from './structure/onnx-graph.js';

export const onnx: Format = {
  id: 'onnx',
  name: 'ONNX',
  extensions: ['.onnx'],
  family: 'exchange',
  container: 'protobuf',
  signature: 'a ModelProto: ir_version (field 1), graph (field 7), opset_import (field 8)',
  aliases: ['Open Neural Network Exchange'],
  facts: {
    disclosure: 'standard',
    steward: 'LF AI & Data Foundation',
    specification: 'https://github.com/onnx/onnx/blob/main/docs/IR.md',
    encoding: 'binary',
    holds: 'model',
    independent: true,
    worstLoading: 'data-only',
  },

  firstBytes: new Set([IR_VERSION]),
  recognize: async (glimpse) => {
    const basis = await recognizeOnnx(glimpse.source);
    return basis === null ? NO : certain(basis);
  },

  async inspect(model, limits) {
    const parsed = await readOnnx(model.source, limits);
    const contents = begin(model, 'data-only');
    describeModel(parsed, contents);
    const stored: TensorInfo[] = [];
    const seen = new Set<string>();
    for (const tensor of parsed.initializers) {
      if (seen.has(tensor.name))
        contents.observations.push({
          kind: 'malformed',
          code: 'duplicate-key',
          message: `expected unique initializer names, found "${tensor.name}" twice`,
          name: tensor.name,
        });
      seen.add(tensor.name);
      stored.push(await place(tensor, model, contents));
    }
    contents.tensors = stored.map(unpackedInfo);
    append(stored, await addNested(parsed, model, contents));
    contents.storedBytes = bytesOf(stored);
    await lookBetween(stored, model, contents, limits);
    addForeign(parsed, contents);
    return contents;
  },

  async *tensors(model, limits) {
    const parsed = await readOnnx(model.source, limits);
    const contents = emptyContents('data-only');
    for (const tensor of parsed.initializers) {
      yield await withValues(tensor, model, contents);
    }
  },

  structure: onnxGraph,
};

/** Constants of nodes and sub-graphs have no name of their own: they are checked and counted, not listed. */
async function addNested({ nested }: OnnxModel, model: ModelInput, contents: Contents): Promise<TensorInfo[]> {
  const infos: TensorInfo[] = [];
  for (const tensor of nested) infos.push(await place(tensor, model, contents));
  if (nested.length > 0) {
    const where = 'attributes of nodes and sub-graphs';
    contents.facts.push({ key: 'nested_tensors', value: { count: nested.length, bytes: bytesOf(infos) }, where });
  }
  return infos;
}

const bytesOf = (infos: readonly TensorInfo[]): number => infos.reduce((sum, { byteLength }) => sum + byteLength, 0);

/** Pickles in files of values, before, between and behind them. */
async function lookBetween(
  infos: readonly TensorInfo[],
  model: ModelInput,
  contents: Contents,
  limits: Limits,
): Promise<void> {
  const runs = new Map<string, { start: number; end: number }[]>();
  for (const { file, offset, byteLength } of infos) {
    if (file === undefined || offset === undefined) continue;
    const known = runs.get(file) ?? [];
    known.push({ start: offset, end: offset + byteLength });
    runs.set(file, known);
  }
  for (const [file, placed] of runs) {
    const source = await openCompanion(model, file, contents.observations);
    if (!source) continue;
    const where = { member: file, base: undefined };
    await addHiddenInHoles(contents, source, holesOf(placed, 0, source.size), where, limits);
  }
}

/** What runs although no operator of a known meaning says so. */
function addForeign({ compiled, functions }: OnnxModel, contents: Contents): void {
  for (const path of new Set(compiled))
    contents.observations.push(
      path === ''
        ? {
            kind: 'callable',
            code: 'custom-operator',
            name: 'com.microsoft.EPContext',
            message: 'running hands a compiled model to the library of a vendor (EPContext)',
          }
        : {
            kind: 'external',
            code: escapes(path) ? 'path-escape' : 'external-reference',
            name: path,
            message: `expected everything in the file, found a compiled model in ${JSON.stringify(path)} (EPContext)`,
          },
    );
  for (const name of functions)
    if (!name.includes('::'))
      contents.observations.push({
        kind: 'malformed',
        code: 'invalid-structure',
        name,
        message: `expected functions in domains of their own, found one that replaces the operator ${name}`,
      });
}

function describeModel(parsed: OnnxModel, contents: Contents): void {
  const fact = (key: string, value: unknown, where = 'ModelProto') => contents.facts.push({ key, value, where });
  contents.version = String(parsed.irVersion);
  fact('ir_version', parsed.irVersion);
  fact('producer_name', parsed.producerName);
  fact('producer_version', parsed.producerVersion);
  if (parsed.modelVersion) fact('model_version', parsed.modelVersion);
  if (parsed.docString) fact('doc_string', parsed.docString);
  fact('opsets', Object.fromEntries(parsed.opsets), 'ModelProto.opset_import');
  for (const [key, value] of parsed.metadata) fact(key, value, `metadata_props#${key}`);
  fact('inputs', parsed.inputs, 'GraphProto.input');
  fact('outputs', parsed.outputs, 'GraphProto.output');
  if (parsed.sparse.length > 0) fact('sparse_initializers', parsed.sparse, 'GraphProto.sparse_initializer');
  if (parsed.graphs !== 1)
    contents.observations.push({
      kind: 'malformed',
      code: 'invalid-structure',
      message: `expected one graph, found ${parsed.graphs}`,
    });
  contents.operators = [...parsed.operators].filter((operator) => !parsed.functions.has(operator)).sort(byBytes);
}
