import { byBytes } from '../bytes/order.js';

/** One operation of a graph or function. */
export interface GraphNode {
  name: string;
  op: string;
  /** As stored: `node`, `node:1`, `^node`. */
  inputs: string[];
  /** Functions that its attributes name. */
  functions: string[];
  /** Texts of a constant, or the stream that is printed to. */
  texts?: string[];
}

/** A MetaGraph in either form, binary or text. */
export interface MetaGraph {
  tags: string[];
  tensorflowVersion: string;
  tensorflowGitVersion: string;
  nodes: GraphNode[];
  functions: Map<string, GraphNode[]>;
  /** Tensors that saving and restoring start from. */
  saver: string[];
  /** Those of them that restoring starts from, which loading does. */
  restore: string[];
  /** Signature key → tensors that it yields. */
  signatures: Map<string, string[]>;
  /** Files that the graph reads at start, relative to `assets/`. */
  assets: string[];
  /** Nodes whose text is replaced by the path of an asset when the graph is loaded. */
  assetNodes: Set<string>;
  /** Configurations of Keras, as JSON, that TensorFlow kept with the objects until 2.4. */
  kerasMetadata: string[];
}

export const emptyMetaGraph = (): MetaGraph => ({
  tags: [],
  tensorflowVersion: '',
  tensorflowGitVersion: '',
  nodes: [],
  functions: new Map(),
  saver: [],
  restore: [],
  signatures: new Map(),
  assets: [],
  assetNodes: new Set(),
  kerasMetadata: [],
});

export interface Operators {
  /** Sorted, unique: everything that serving or calling the model can run. */
  model: string[];
  /** Sorted, unique: run by saving and restoring only, and not by the model. */
  saver: string[];
  /** Sorted, unique: run by restoring, whatever else runs them. */
  restore: string[];
}

/** Operators of a graph and its functions, those apart that only the checkpoint machinery reaches. */
export function operatorsOf(graph: MetaGraph): Operators {
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const fromSaver = reach(graph, nodes, graph.saver);
  const fromSignatures = reach(graph, nodes, [...graph.signatures.values()].flat());
  const fromRestore = reach(graph, nodes, graph.restore);
  const model = new Set<string>();
  const saver = new Set<string>();
  const restore = new Set<string>();
  const sort = (node: GraphNode, key: string) => {
    const only = fromSaver.has(key) && !fromSignatures.has(key);
    (only ? saver : model).add(node.op);
    if (fromRestore.has(key)) restore.add(node.op);
  };
  // An instance of a function is called like an operation.
  for (const node of graph.nodes) sort(node, `node ${node.name}`);
  for (const [name, body] of graph.functions) for (const node of body) sort(node, `function ${name}`);
  for (const name of graph.functions.keys()) for (const set of [model, saver, restore]) set.delete(name);
  return {
    model: [...model].sort(byBytes),
    saver: [...saver].filter((op) => !model.has(op)).sort(byBytes),
    restore: [...restore].sort(byBytes),
  };
}

/** Nodes and functions that evaluating the given tensors runs: keys `node NAME` and `function NAME`. */
function reach(graph: MetaGraph, nodes: ReadonlyMap<string, GraphNode>, tensors: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const waiting = tensors.map((tensor) => `node ${nodeOf(tensor)}`);
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (reached.has(key)) continue;
    reached.add(key);
    const name = key.slice(key.indexOf(' ') + 1);
    const node = key.startsWith('node ') ? nodes.get(name) : undefined;
    const body = node ? [node] : (graph.functions.get(name) ?? []);
    if (node) for (const input of node.inputs) waiting.push(`node ${nodeOf(input)}`);
    for (const { op, functions } of key.startsWith('node ') && !node ? [] : body) {
      for (const called of [...functions, op]) if (graph.functions.has(called)) waiting.push(`function ${called}`);
    }
  }
  return reached;
}

export const nodeOf = (tensor: string): string => tensor.replace(/^\^/, '').replace(/:.*$/s, '');
