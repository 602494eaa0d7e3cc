import { FormatError } from '../../bytes/format-error.js';
import type { Limits } from '../../bytes/limits.js';
import { isObject, type Json, type JsonObject } from '../../containers/json-document.js';
import { layerGroups } from '../keras-model.js';
import type { Tensor } from '../tensor.js';
import { type CallOf, callName, callsOf, type Reference, referencesIn, valueName } from './keras-calls.js';
import type { FindWeights } from './keras-roles.js';
import type { Graph, GraphNode, GraphValue } from './structure.js';

/** Every tensor of a model that is open. */
export async function collected(tensors: AsyncIterable<Tensor>): Promise<Tensor[]> {
  const all: Tensor[] = [];
  for await (const tensor of tensors) all.push(tensor);
  return all;
}

/** The graph that the configuration of a sequential or functional model describes; null for models that only code describes. */
export function kerasGraph(
  root: Json,
  version: string,
  tensors: readonly Tensor[],
  findWeights: FindWeights,
  limits: Limits,
): Graph | null {
  const byName = new Map(tensors.map((tensor) => [tensor.info.name, tensor]));
  return new GraphBuilder(version, tensors, byName, findWeights, limits).graph(root, '', null, 0);
}

type Layer = ReturnType<typeof layerGroups>[number] & { config: JsonObject };

class GraphBuilder {
  constructor(
    readonly version: string,
    readonly all: readonly Tensor[],
    readonly tensors: ReadonlyMap<string, Tensor>,
    readonly findWeights: FindWeights,
    readonly limits: Limits,
  ) {}

  /** `outermost`: the layer that holds this model, where it is one. */
  graph(root: Json, base: string, outermost: string | null, depth: number): Graph | null {
    if (!isObject(root) || typeof root['class_name'] !== 'string') return null;
    if (depth > this.limits.depth)
      throw new FormatError('resource-limit', `expected at most ${this.limits.depth} models inside each other`);
    const config = isObject(root['config']) ? root['config'] : {};
    const layers = layerGroups(root, base).map((layer) => {
      const own = layer.value['config'];
      return { ...layer, config: isObject(own) ? own : {} };
    });
    if (layers.length === 0) return null;
    const name = typeof config['name'] === 'string' ? config['name'] : '';
    const graph: Graph = {
      kind: 'graph',
      origin: { framework: 'keras', version: this.version, className: root['class_name'] },
      name,
      inputs: [],
      outputs: [],
      nodes: [],
      tensors: this.tensors,
      opsets: new Map(),
      functions: new Map(),
    };
    if (root['class_name'] === 'Sequential') this.#sequence(graph, root, layers, outermost, depth);
    else if (!this.#network(graph, config, layers, outermost, depth)) return null;
    return graph;
  }

  /** One layer behind the other. */
  #sequence(graph: Graph, root: JsonObject, layers: readonly Layer[], outermost: string | null, depth: number): void {
    const [first] = layers as [Layer, ...Layer[]];
    const isInput = first.className === 'InputLayer';
    const input = isInput ? inputOf(first) : { ...inputOf(first), name: `${first.name}:input` };
    const shape = input.shape ?? shapeOf(builtShape(root));
    graph.inputs = [{ ...input, ...(shape && { shape }) }];
    let last = input.name;
    for (const layer of isInput ? layers.slice(1) : layers) {
      const call: CallOf = { layer: layer.name, number: 0, positional: [], named: {}, takes: [] };
      graph.nodes.push({ ...this.#node(layer, call, [layer.name], outermost, depth), inputs: [last] });
      last = layer.name;
    }
    graph.outputs = [{ name: last, dtype: '' }];
  }

  /** Layers that call each other by name; false where the configuration does not say how. */
  #network(graph: Graph, config: JsonObject, layers: readonly Layer[], outermost: string | null, depth: number) {
    const byName = new Map(layers.map((layer) => [layer.name, layer]));
    if (!('input_layers' in config) || !('output_layers' in config)) return false;
    const inputs = referencesIn(config['input_layers']).map(valueName);
    const outputs = referencesIn(config['output_layers']).map(valueName);
    const isInput = ({ className }: Layer): boolean => className === 'InputLayer';
    graph.inputs = layers.filter(isInput).map(inputOf);
    // The order of the arguments is that of the configuration.
    graph.inputs.sort((a, b) => inputs.indexOf(a.name) - inputs.indexOf(b.name));
    graph.outputs = outputs.map((name) => ({ name, dtype: '' }));
    const calls = layers.filter((layer) => !isInput(layer)).flatMap(({ name, value }) => callsOf(name, value));
    const used = new Set([...calls.flatMap(({ takes }) => takes.map(valueName)), ...outputs]);
    for (const call of inOrder(calls, new Set(graph.inputs.map(({ name }) => name)))) {
      const layer = byName.get(call.layer) as Layer;
      graph.nodes.push(this.#node(layer, call, outputsOf(call, used), outermost, depth));
    }
    return true;
  }

  #node(layer: Layer, call: CallOf, outputs: string[], outermost: string | null, depth: number): GraphNode {
    const { name, className, config, value, group } = layer;
    const { takes, positional, named } = call;
    const isPlain = Object.keys(named).length === 0 && positional.length === 0;
    const node: GraphNode = {
      name: callName(call),
      operator: className,
      layer: name,
      ...(typeof value['module'] === 'string' && { module: value['module'] }),
      inputs: takes.map(valueName),
      outputs,
      attributes: config as GraphNode['attributes'],
      weights: this.findWeights({ name, className, config, group, outermost: outermost ?? name }, this.all),
      ...(!isPlain && { call: { positional, named } }),
    };
    const body = Array.isArray(config['layers']) ? this.graph(value, group, outermost ?? name, depth + 1) : null;
    return body ? { ...node, attributes: {}, weights: {}, body } : node;
  }
}

/** Names of a call's outputs: the first, and every further one that something takes. */
function outputsOf({ layer, number }: CallOf, used: ReadonlySet<string>): string[] {
  const outputs = [valueName({ layer, number, output: 0 })];
  for (let output = 1; output < 64 && used.has(valueName({ layer, number, output })); output++)
    outputs.push(valueName({ layer, number, output }));
  return outputs;
}

/** Calls behind those that they take from. Stable: a configuration that is in order stays so. `known`: names of the inputs. */
function inOrder(calls: readonly CallOf[], known: ReadonlySet<string>): CallOf[] {
  const byName = new Map(calls.map((call) => [callName(call), call]));
  const before = new Map(calls.map((call) => [call, sourcesOf(call, byName, known)]));
  const ordered = new Set<CallOf>();
  const open = new Set<CallOf>();
  for (const start of calls) {
    // An explicit stack: networks are deeper than JavaScript's own.
    const stack = [start];
    for (let call = stack.at(-1); call; call = stack.at(-1)) {
      const next = before.get(call)?.find((source) => !ordered.has(source));
      if (next === undefined) {
        ordered.add(call);
        stack.pop();
      } else if (open.has(next))
        throw new FormatError('invalid-structure', `expected layers without a cycle, found one at ${next.layer}`);
      else stack.push(next);
      if (next === undefined) open.delete(call);
      else open.add(call);
    }
  }
  return [...ordered];
}

function sourcesOf(call: CallOf, byName: ReadonlyMap<string, CallOf>, known: ReadonlySet<string>): CallOf[] {
  return call.takes.flatMap((reference: Reference) => {
    const name = callName(reference);
    const source = byName.get(name);
    if (!source && !known.has(name))
      throw new FormatError('invalid-structure', `expected ${call.layer} to take from a layer, found "${name}"`);
    return source ?? [];
  });
}

/** Input that a layer describes: `batch_shape` of Keras 3, `batch_input_shape` of Keras 1 and 2. */
function inputOf({ name, config }: Layer): GraphValue {
  const shape = shapeOf(config['batch_shape'] ?? config['batch_input_shape']);
  const { dtype } = config;
  return { name, dtype: typeof dtype === 'string' ? dtype : 'float32', ...(shape && { shape }) };
}

/** Shape that a sequential model without an input layer was built with. */
function builtShape(root: JsonObject): Json | undefined {
  const { build_config: build, config } = root;
  if (isObject(build) && build['input_shape'] !== undefined) return build['input_shape'];
  return isObject(config) ? config['build_input_shape'] : undefined;
}

function shapeOf(value: Json | undefined): (number | null)[] | undefined {
  return Array.isArray(value) && value.every((size) => size === null || typeof size === 'number')
    ? (value as (number | null)[])
    : undefined;
}
