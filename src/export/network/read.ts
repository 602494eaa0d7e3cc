import type { Graph, GraphNode, GraphValue } from '../../formats/structure/structure.js';
import { NotExportable } from '../not-exportable.js';
import { Layer, type Parallel } from './layer.js';
import type { Network, NetworkInput, Operation, Shape, Step } from './network.js';
import { readLayer } from './read-layers.js';
import { bounded, shapeAfter } from './shapes.js';

/** Deepest nesting of models inside each other. */
const DEEPEST = 32;

/** What a network of Keras layers computes when it predicts. Throws NotExportable for what nobody here knows. */
export function readNetwork(graph: Graph): Network {
  const { version } = graph.origin;
  const keras = Number(/^\d+/.exec(version)?.[0] ?? 0);
  if (keras === 1) throw new NotExportable('networks of Keras 1 are described in other words');
  const reader = new NetworkReader(keras);
  const inputs = graph.inputs.map(inputOf);
  for (const { name, shape } of inputs) reader.shapes.set(name, shape);
  const inner = new Map(inputs.map(({ name }) => [name, name]));
  reader.read(graph, inner, '', 0);
  const outputs = graph.outputs.map(({ name }) => ({ name, value: inner.get(name) ?? '' }));
  if (outputs.some(({ value }) => value === ''))
    throw new NotExportable('the file does not say where an output comes from');
  const { steps, shapes } = reader;
  return { name: graph.name || 'network', inputs: withRows(inputs, steps), outputs, steps, shapes };
}

function inputOf({ name, dtype, shape }: GraphValue): NetworkInput {
  if (!shape || shape.length < 2) throw new NotExportable(`the file does not say the shape of the input ${name}`);
  const type = dtype === '' ? 'float32' : dtype;
  if (type !== 'float32' && type !== 'int32' && type !== 'int64')
    throw new NotExportable(`the input ${name} is ${type}, expected float32, int32 or int64`);
  return {
    name,
    dtype: type,
    shape: bounded([null, ...shape.slice(1).map((size) => (typeof size === 'number' ? size : null))]),
  };
}

/** Inputs with the numbers they take: those that choose rows of embeddings, seen through steps that only move values. */
function withRows(inputs: readonly NetworkInput[], steps: readonly Step[]): NetworkInput[] {
  const below = new Map<string, number>();
  /** Values that hold nothing but numbers of inputs → these inputs. */
  const sources = new Map(inputs.map(({ name }) => [name, [name]]));
  for (const { layer, operation, takes, gives } of steps) {
    const known = takes.map((name) => sources.get(name));
    const from = known.flatMap((names) => names ?? []);
    if (isMoving(operation) && known.every((names) => names !== undefined)) sources.set(gives, [...new Set(from)]);
    if (operation.kind !== 'embedding') continue;
    if (from.length === 0) throw new NotExportable(`layer ${layer} takes rows by numbers that other layers compute`);
    const rows = operation.rows.info.shape[0] ?? 0;
    for (const name of from) below.set(name, Math.min(below.get(name) ?? rows, rows));
  }
  return inputs.map((input) => {
    const rows = below.get(input.name);
    return rows === undefined ? input : { ...input, below: rows };
  });
}

/** Zeros that are added are rows, too. */
const MOVING: ReadonlySet<Operation['kind']> = new Set([
  'reshape',
  'permute',
  'repeat',
  'concatenate',
  'pad',
  'enlarge',
  'reverse',
]);
const isMoving = (operation: Operation): boolean =>
  MOVING.has(operation.kind) || (operation.kind === 'activation' && operation.activation.name === 'linear');

class NetworkReader {
  readonly steps: Step[] = [];
  readonly shapes = new Map<string, Shape>();

  constructor(readonly keras: number) {}

  /** `values`: what the graph calls its values → what they are here. Models inside models are laid open. */
  read(graph: Graph, values: Map<string, string>, within: string, depth: number): void {
    if (depth > DEEPEST) throw new NotExportable(`expected models at most ${DEEPEST} deep inside each other`);
    for (const node of graph.nodes) {
      const takes = node.inputs.map((name) => values.get(name) ?? missing(node, name));
      if (node.body) this.#inside(node, node.body, takes, values, within, depth);
      else values.set(node.outputs[0] ?? node.name, this.#layer(node, graph, takes, within));
    }
  }

  #inside(
    node: GraphNode,
    body: Graph,
    takes: readonly string[],
    values: Map<string, string>,
    within: string,
    depth: number,
  ): void {
    if (body.inputs.length !== takes.length)
      throw new NotExportable(`model ${node.name} takes other inputs than its own`);
    const inner = new Map(body.inputs.map(({ name }, i) => [name, takes[i] as string]));
    this.read(body, inner, `${within}${node.name}/`, depth + 1);
    for (const [i, name] of node.outputs.entries()) {
      const value = inner.get(body.outputs[i]?.name ?? '');
      if (value !== undefined) values.set(name, value);
    }
  }

  /** The steps of a layer's call; the value that it gives. */
  #layer(node: GraphNode, graph: Graph, takes: readonly string[], within: string): string {
    const layer = Layer.of(node, graph.tensors, this.keras);
    refuseOthers(node, layer);
    if (takes.length === 0) layer.refuse('it takes no value');
    const name = `${within}${node.name}`;
    const shapes = takes.map((one) => this.shapes.get(one) ?? []);
    const operations = readLayer(layer, shapes);
    return this.#steps(name, operations, [...takes]);
  }

  #steps(layer: string, operations: readonly (Operation | Parallel)[], takes: readonly string[]): string {
    let current = [...takes];
    for (const [i, operation] of operations.entries()) {
      if (operation.kind === 'parallel') {
        current = operation.branches.map((branch, b) => this.#steps(`${layer}/${i}.${b}`, branch, current));
        continue;
      }
      const gives = this.#name(i === operations.length - 1 ? layer : `${layer}/${i}`);
      this.shapes.set(
        gives,
        shapeAfter(
          { layer, operation },
          current.map((one) => this.shapes.get(one) ?? []),
        ),
      );
      this.steps.push({ layer, operation, takes: current, gives });
      current = [gives];
    }
    return current[0] as string;
  }

  #name(wanted: string): string {
    let name = wanted;
    for (let i = 1; this.shapes.has(name); i++) name = `${wanted}_${i}`;
    return name;
  }
}

const missing = ({ name }: GraphNode, value: string): never => {
  throw new NotExportable(`layer ${name} takes the output ${value}, which nothing here computes`);
};

/** Layers of others, and calls that say more than what they take. */
function refuseOthers({ module, inputs, call }: GraphNode, layer: Layer): void {
  if (
    module !== undefined &&
    !/^(?:tf_)?keras(?:\.(?:src|api|_tf_keras))*(?:\.keras)?\.layers\b/.test(module) &&
    module !== 'keras'
  )
    layer.refuse(`its class is part of ${module}, which nothing here knows`);
  const named = Object.entries(call?.named ?? {}).filter(([key, value]) => !(key === 'training' && value !== true));
  if (named.length > 0) layer.refuse(`it is called with ${named.map(([key]) => key).join(', ')}`);
  if ((call?.positional.length ?? 0) > 0 && inputs.length < (call?.positional.flat().length ?? 0))
    layer.refuse('it is called with values that no layer gives');
  const policy = layer.get('dtype');
  const dtype = typeof policy === 'string' ? policy : policyName(policy);
  if (dtype !== 'float32') layer.refuse(`it computes in ${dtype}, expected float32`);
}

function policyName(policy: unknown): string {
  if (policy === null || policy === undefined) return 'float32';
  const { config } = policy as { config?: { name?: unknown } };
  return typeof config?.name === 'string' ? config.name : 'another type';
}
