import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import {
  decodeMessage,
  FIELD_BUDGET,
  type FieldBudget,
  readText,
  toNumber,
  type WireField,
  walkFields,
} from '../containers/protobuf.js';
import { windowedSource } from '../containers/windowed-source.js';
import standard from './onnx-operators.json' with { type: 'json' };
import schema from './onnx-schema.json' with { type: 'json' };
import { type OnnxTensor, readTensor } from './onnx-tensor.js';

/** What a ModelProto says, without values. */
export interface OnnxModel {
  irVersion: number;
  producerName: string;
  producerVersion: string;
  modelVersion: number;
  docString: string;
  graphs: number;
  opsets: Map<string, number>;
  metadata: Map<string, string>;
  inputs: string[];
  outputs: string[];
  /** `domain::Op` outside the default domain. */
  operators: Set<string>;
  /** Operators that the model defines itself, by other ones. */
  functions: Set<string>;
  /** Compiled models of a vendor that nodes run (EPContext): the file that holds one, '' where the node does. */
  compiled: string[];
  initializers: OnnxTensor[];
  sparse: { name: string; shape: number[] }[];
  /** Tensors in attributes and sub-graphs: not listed, but they may lie in external files. */
  nested: OnnxTensor[];
}

/** No system takes a longer path. */
const LONGEST_PATH = 1 << 16;

/** Walks a whole ModelProto; payloads of tensors are stepped over. */
export async function readOnnx(input: ByteSource, limits: Limits): Promise<OnnxModel> {
  const source = windowedSource(input);
  const model: OnnxModel = {
    irVersion: 0,
    producerName: '',
    producerVersion: '',
    modelVersion: 0,
    docString: '',
    graphs: 0,
    opsets: new Map(),
    metadata: new Map(),
    inputs: [],
    outputs: [],
    operators: new Set(),
    functions: new Set(),
    compiled: [],
    initializers: [],
    sparse: [],
    nested: [],
  };
  const walk: Walk = { source, model, limits, budget: { left: FIELD_BUDGET } };
  for await (const field of walkFields(source, 0, source.size, walk.budget)) await readModelField(walk, field);
  return model;
}

interface Walk {
  source: ByteSource;
  model: OnnxModel;
  limits: Limits;
  budget: FieldBudget;
}

async function readModelField(walk: Walk, field: WireField): Promise<void> {
  const { source, model } = walk;
  switch (field.number) {
    case 1:
      model.irVersion = toNumber(field.varint);
      return;
    case 2:
      model.producerName = await readText(source, field);
      return;
    case 3:
      model.producerVersion = await readText(source, field);
      return;
    case 5:
      model.modelVersion = toNumber(field.varint);
      return;
    case 6:
      model.docString = await readText(source, field);
      return;
    case 7:
      model.graphs++;
      return readGraph(walk, field, 0);
    case 8: {
      const { domain, version } = await decode(walk, 'OperatorSetId', field);
      model.opsets.set(String(domain), toNumber(version));
      return;
    }
    case 14: {
      const { key, value } = await decode(walk, 'StringStringEntry', field);
      model.metadata.set(String(key), String(value));
      return;
    }
    case 20:
      return readTraining(walk, field);
    case 25:
      return readFunction(walk, field);
  }
}

const decode = async ({ source }: Walk, type: string, field: WireField) =>
  decodeMessage(schema, type, await source.read(field.start, field.end), field.start);

/** GraphProto. Only the outermost graph's initializers are the model's tensors. */
async function readGraph(walk: Walk, graph: WireField, depth: number): Promise<void> {
  const { source, model, limits, budget } = walk;
  if (depth > limits.depth)
    throw new FormatError(
      'resource-limit',
      `expected graphs nested at most ${limits.depth} deep, found more`,
      graph.start,
    );
  for await (const field of walkFields(source, graph.start, graph.end, budget)) {
    if (field.number === 1) await readNode(walk, field, depth);
    else if (field.number === 5) keep(walk, await readTensor(source, field.start, field.end, budget), depth);
    else if (field.number === 15) await readSparse(walk, field, depth);
    else if (depth === 0 && field.number === 11)
      model.inputs.push(String((await decode(walk, 'ValueInfo', field))['name']));
    else if (depth === 0 && field.number === 12)
      model.outputs.push(String((await decode(walk, 'ValueInfo', field))['name']));
  }
}

function keep({ model, limits }: Walk, tensor: OnnxTensor, depth: number): void {
  if (model.initializers.length + model.nested.length >= limits.tensors)
    throw new FormatError('resource-limit', `expected at most ${limits.tensors} tensors, found more`, tensor.start);
  if (depth === 0) model.initializers.push(tensor);
  else model.nested.push(tensor);
}

/** NodeProto: the operator, and what its attributes hold. */
async function readNode(walk: Walk, node: WireField, depth: number): Promise<string> {
  const { source, model, budget } = walk;
  let operator = '';
  let domain = '';
  for await (const field of walkFields(source, node.start, node.end, budget)) {
    if (field.number === 4) operator = await readText(source, field);
    else if (field.number === 7) domain = await readText(source, field);
    else if (field.number === 5) await readAttribute(walk, field, depth);
  }
  const name = qualified(domain, operator);
  model.operators.add(name);
  if (operator === 'EPContext' && domain !== '') model.compiled.push(await compiledOf(walk, node));
  return name;
}

/** Where the compiled model of an EPContext node lies: AttributeProto 1 name, 3 i, 4 s; a path unless embed_mode is 1, its default. */
async function compiledOf({ source, budget }: Walk, node: WireField): Promise<string> {
  let path = '';
  let isEmbedded = true;
  for await (const attribute of walkFields(source, node.start, node.end, budget)) {
    if (attribute.number !== 5) continue;
    let name = '';
    for await (const field of walkFields(source, attribute.start, attribute.end, budget)) {
      if (field.number === 1) name = await readText(source, field);
      else if (field.number === 3 && name === 'embed_mode') isEmbedded = toNumber(field.varint) === 1;
      else if (field.number === 4 && name === 'ep_cache_context' && field.end - field.start <= LONGEST_PATH)
        path = await readText(source, field);
    }
  }
  return isEmbedded ? '' : path;
}

/** Operators that the specification defines, or ONNX Runtime without a domain, in any version. */
const STANDARD = new Set(standard);

/** Standard operators by their bare name, all others with their domain. */
export const qualified = (domain: string, operator: string): string => {
  const isDefault = domain === '' || domain === DEFAULT_DOMAIN;
  return isDefault && STANDARD.has(operator) ? operator : `${isDefault ? DEFAULT_DOMAIN : domain}::${operator}`;
};
const DEFAULT_DOMAIN = 'ai.onnx';

async function readAttribute(walk: Walk, attribute: WireField, depth: number): Promise<void> {
  const { source, budget } = walk;
  for await (const field of walkFields(source, attribute.start, attribute.end, budget)) {
    if (field.number === 5 || field.number === 10)
      keep(walk, await readTensor(source, field.start, field.end, budget), depth + 1);
    else if (field.number === 6 || field.number === 11) await readGraph(walk, field, depth + 1);
    else if (field.number === 22 || field.number === 23) await readSparse(walk, field, depth + 1);
  }
}

/** SparseTensorProto: values, indices, dims. The name is that of the values. */
async function readSparse(walk: Walk, sparse: WireField, depth: number): Promise<void> {
  const { source, model, budget } = walk;
  let values: OnnxTensor | undefined;
  const shape: number[] = [];
  for await (const field of walkFields(source, sparse.start, sparse.end, budget)) {
    if (field.number === 1) values = await readTensor(source, field.start, field.end, budget);
    else if (field.number === 2) keep(walk, await readTensor(source, field.start, field.end, budget), depth + 1);
    else if (field.number === 3 && field.wire === 0) shape.push(toNumber(field.varint));
  }
  if (!values) return;
  if (depth === 0) model.sparse.push({ name: values.name, shape });
  keep(walk, values, depth + 1);
}

/** TrainingInfoProto: two graphs. */
async function readTraining(walk: Walk, training: WireField): Promise<void> {
  for await (const field of walkFields(walk.source, training.start, training.end, walk.budget))
    if (field.number <= 2 && field.wire === 2) await readGraph(walk, field, 1);
}

/** FunctionProto: an operator that the model brings along. */
async function readFunction(walk: Walk, definition: WireField): Promise<void> {
  const { source, model, budget } = walk;
  let name = '';
  let domain = '';
  const body = new Set<string>();
  for await (const field of walkFields(source, definition.start, definition.end, budget)) {
    if (field.number === 1) name = await readText(source, field);
    else if (field.number === 10) domain = await readText(source, field);
    else if (field.number === 7) body.add(await readNode(walk, field, 1));
  }
  const operator = qualified(domain, name);
  // What an operator does is not told by itself.
  if (!body.has(operator)) model.functions.add(operator);
}
