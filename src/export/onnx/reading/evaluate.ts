import { FormatError } from '../../../bytes/format-error.js';
import type { Graph } from '../../../formats/structure/structure.js';
import { OPERATORS } from './operators.js';
import { NodeAttributes, type Value, valueOfTensor } from './value.js';

/**
 * Evaluates the operators of ONNX that we write, from their specification, in double floats: a reader of its own that
 * shares nothing with the writer.
 */
export async function evaluateOnnx(graph: Graph, feeds: ReadonlyMap<string, Value>): Promise<Map<string, Value>> {
  const values = new Map<string, Value>(feeds);
  const last = new Map(graph.nodes.flatMap(({ inputs }, i) => inputs.map((name) => [name, i] as const)));
  for (const { name } of graph.outputs) last.set(name, graph.nodes.length);
  for (const [i, node] of graph.nodes.entries()) {
    const operator = Object.hasOwn(OPERATORS, node.operator) ? OPERATORS[node.operator] : undefined;
    if (!operator)
      throw new FormatError('unsupported', `expected an operator that is known here, found ${node.operator}`);
    for (const name of node.inputs) {
      const tensor = values.has(name) ? undefined : graph.tensors.get(name);
      if (tensor) values.set(name, await valueOfTensor(tensor));
    }
    const inputs = node.inputs.map((name) => {
      const found = values.get(name);
      if (!found && name !== '') throw new FormatError('invalid-structure', `expected a value ${name}, found none`);
      return found as Value;
    });
    const outputs = await operator(inputs, new NodeAttributes(node));
    for (const [at, name] of node.outputs.entries()) if (name !== '') values.set(name, outputs[at] as Value);
    // Weights and values are held no longer than something takes them.
    for (const name of node.inputs) if (last.get(name) === i) values.delete(name);
  }
  return new Map(graph.outputs.map(({ name }) => [name, values.get(name) as Value]));
}
