import { append } from '../../bytes/append.js';
import { FormatError } from '../../bytes/format-error.js';
import type { Limits } from '../../bytes/limits.js';
import type { ByteSource } from '../../bytes/source.js';
import {
  decodeMessage,
  FIELD_BUDGET,
  type FieldBudget,
  parseVarint,
  readText,
  toNumber,
  type WireField,
  walkFields,
} from '../../containers/protobuf.js';
import { windowedSource } from '../../containers/windowed-source.js';
import { emptyContents, type ModelInput } from '../format.js';
import { qualified } from '../onnx-model.js';
import { withValues } from '../onnx-place.js';
import schema from '../onnx-schema.json' with { type: 'json' };
import { ONNX_DTYPES, readTensor } from '../onnx-tensor.js';
import type { Tensor } from '../tensor.js';
import type { Attribute, Graph, GraphNode, GraphValue } from './structure.js';

/** What a ModelProto describes: its graph with initializers as tensors, the functions it defines, its operator sets. */
export async function onnxGraph(model: ModelInput, limits: Limits): Promise<Graph | null> {
  const source = windowedSource(model.source);
  const opsets = new Map<string, number>();
  const functions = new Map<string, Graph>();
  const reader = new GraphReader(source, model, limits, opsets, functions);
  let producer = ['', ''];
  let graph: Graph | null = null;
  for await (const field of walkFields(source, 0, source.size, reader.budget)) {
    if (field.number === 2) producer = [await readText(source, field), producer[1] ?? ''];
    else if (field.number === 3) producer = [producer[0] ?? '', await readText(source, field)];
    else if (field.number === 7) graph = await reader.graph(field, 0);
    else if (field.number === 8) {
      const { domain, version } = await reader.decode('OperatorSetId', field);
      opsets.set(String(domain), toNumber(version));
    } else if (field.number === 25) {
      const [name, body] = await reader.function(field);
      functions.set(name, body);
    }
  }
  if (graph) graph.origin = { framework: 'onnx', version: producer[1] ?? '', className: producer[0] ?? '' };
  return graph;
}

class GraphReader {
  readonly budget: FieldBudget = { left: FIELD_BUDGET };
  #unnamed = 0;

  constructor(
    readonly source: ByteSource,
    readonly model: ModelInput,
    readonly limits: Limits,
    readonly opsets: Map<string, number>,
    readonly functions: Map<string, Graph>,
  ) {}

  async decode(type: string, field: WireField): Promise<Record<string, unknown>> {
    return decodeMessage(schema, type, await this.source.read(field.start, field.end), field.start);
  }

  /** GraphProto. */
  async graph(at: WireField, depth: number): Promise<Graph> {
    const { graph, tensors } = this.#empty(depth, at);
    for await (const field of walkFields(this.source, at.start, at.end, this.budget)) {
      if (field.number === 1) graph.nodes.push(await this.#node(field, depth));
      else if (field.number === 2) graph.name = await readText(this.source, field);
      else if (field.number === 5) {
        const tensor = await this.#tensor(field);
        tensors.set(tensor.info.name, tensor);
      } else if (field.number === 11) graph.inputs.push(graphValue(await this.decode('ValueInfo', field)));
      else if (field.number === 12) graph.outputs.push(graphValue(await this.decode('ValueInfo', field)));
    }
    // Old exporters list initializers among the inputs.
    graph.inputs = graph.inputs.filter(({ name }) => !tensors.has(name));
    return graph;
  }

  /** FunctionProto: inputs and outputs have names alone. */
  async function(at: WireField): Promise<[string, Graph]> {
    const { graph } = this.#empty(1, at);
    let domain = '';
    for await (const field of walkFields(this.source, at.start, at.end, this.budget)) {
      if (field.number === 1) graph.name = await readText(this.source, field);
      else if (field.number === 4) graph.inputs.push({ name: await readText(this.source, field), dtype: '' });
      else if (field.number === 5) graph.outputs.push({ name: await readText(this.source, field), dtype: '' });
      else if (field.number === 7) graph.nodes.push(await this.#node(field, 1));
      else if (field.number === 10) domain = await readText(this.source, field);
    }
    return [qualified(domain, graph.name), graph];
  }

  #empty(depth: number, at: WireField): { graph: Graph; tensors: Map<string, Tensor> } {
    if (depth > this.limits.depth)
      throw new FormatError(
        'resource-limit',
        `expected graphs nested at most ${this.limits.depth} deep, found more`,
        at.start,
      );
    const tensors = new Map<string, Tensor>();
    const origin = { framework: 'onnx' as const, version: '', className: '' };
    const { opsets, functions } = this;
    const graph: Graph = {
      kind: 'graph',
      origin,
      name: '',
      inputs: [],
      outputs: [],
      nodes: [],
      tensors,
      opsets,
      functions,
    };
    return { graph, tensors };
  }

  /** NodeProto. */
  async #node(at: WireField, depth: number): Promise<GraphNode> {
    const node = { name: '', inputs: [] as string[], outputs: [] as string[] };
    const attributes: Record<string, Attribute> = Object.create(null);
    let operator = '';
    let domain = '';
    for await (const field of walkFields(this.source, at.start, at.end, this.budget)) {
      if (field.number === 1) node.inputs.push(await readText(this.source, field));
      else if (field.number === 2) node.outputs.push(await readText(this.source, field));
      else if (field.number === 3) node.name = await readText(this.source, field);
      else if (field.number === 4) operator = await readText(this.source, field);
      else if (field.number === 7) domain = await readText(this.source, field);
      else if (field.number === 5) {
        const [name, value] = await this.#attribute(field, depth);
        attributes[name] = value;
      }
    }
    const name = node.name === '' ? `node ${this.#unnamed++}` : node.name;
    return { ...node, name, operator: qualified(domain, operator), attributes, weights: {} };
  }

  /** AttributeProto: a name and the one field that has the value; repeated fields may be packed or not. */
  async #attribute(at: WireField, depth: number): Promise<[string, Attribute]> {
    let name = '';
    let single: Attribute | undefined;
    const many: Attribute[] = [];
    let isList = false;
    let reference = '';
    for await (const field of walkFields(this.source, at.start, at.end, this.budget)) {
      if (field.number === 1) name = await readText(this.source, field);
      else if (field.number === 21) reference = await readText(this.source, field);
      else if (field.number === 20) isList ||= Number(field.varint) >= LIST_TYPES;
      else if (SINGLE.has(field.number)) single = await this.#value(field, depth);
      else if (field.number === 7 || field.number === 8) append(many, await this.#numbers(field));
      else if (field.number === 9 || field.number === 10 || field.number === 11)
        many.push(await this.#value(field, depth));
    }
    if (reference !== '') return [name, { reference }];
    return [name, isList || many.length > 0 ? many : (single ?? null)];
  }

  async #value(field: WireField, depth: number): Promise<Attribute> {
    const { number, start, end, varint } = field;
    if (number === 2) return (await this.#view(start, end)).getFloat32(0, true);
    if (number === 3) return integer(varint);
    if (number === 4 || number === 9) return readText(this.source, field);
    if (number === 5 || number === 10) return { kind: 'tensor', tensor: await this.#tensor(field) };
    return { kind: 'subgraph', graph: await this.graph(field, depth + 1) };
  }

  async #numbers(field: WireField): Promise<Attribute[]> {
    const { number, wire, start, end, varint } = field;
    if (wire === 0) return [integer(varint)];
    const view = await this.#view(start, end);
    if (number === 7)
      return Array.from({ length: Math.floor((end - start) / 4) }, (_, i) => view.getFloat32(4 * i, true));
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    const values: Attribute[] = [];
    for (let at = 0; at < bytes.length; ) {
      const { value, length } = parseVarint(bytes, at, start);
      values.push(integer(value));
      at += length;
    }
    return values;
  }

  async #view(start: number, end: number): Promise<DataView> {
    const bytes = await this.source.read(start, end);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  async #tensor(field: WireField): Promise<Tensor> {
    const described = await readTensor(this.source, field.start, field.end, this.budget);
    return withValues(described, this.model, emptyContents('data-only'));
  }
}

/** f, i, s, t, g of AttributeProto. */
const SINGLE = new Set([2, 3, 4, 5, 6]);
/** AttributeProto.AttributeType: from FLOATS on the value is a list. */
const LIST_TYPES = 6;

function integer(varint: bigint): Attribute {
  const value = BigInt.asIntN(64, varint);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** ValueInfoProto as `decodeMessage` gives it. */
function graphValue(info: Record<string, unknown>): GraphValue {
  const type = (info['type'] as { tensorType?: TensorType | null } | null)?.tensorType;
  const dtype = ONNX_DTYPES[type?.elemType ?? 0] ?? '';
  const name = String(info['name']);
  if (!type?.shape) return { name, dtype };
  const shape = (type.shape.dim ?? []).map(({ value, parameter, size }) =>
    size === 'value' ? toNumber(value) : size === 'parameter' && parameter ? parameter : null,
  );
  return { name, dtype, shape };
}

interface TensorType {
  elemType: number;
  shape?: { dim?: { value?: string; parameter?: string; size?: 'value' | 'parameter' }[] } | null;
}
