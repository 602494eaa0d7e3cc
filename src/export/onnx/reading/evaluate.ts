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
  for (const [name, tensor] of graph.tensors) values.set(name, await valueOfTensor(tensor));
  for (const node of graph.nodes) {
    const operator = Object.hasOwn(OPERATORS, node.operator) ? OPERATORS[node.operator] : undefined;
    if (!operator)
      throw new FormatError('unsupported', `expected an operator that is known here, found ${node.operator}`);
    const inputs = node.inputs.map((name) => {
      const found = values.get(name);
      if (!found && name !== '') throw new FormatError('invalid-structure', `expected a value ${name}, found none`);
      return found as Value;
    });
    const outputs = await operator(inputs, new NodeAttributes(node));
    for (const [i, name] of node.outputs.entries()) if (name !== '') values.set(name, outputs[i] as Value);
  }
  return new Map(graph.outputs.map(({ name }) => [name, values.get(name) as Value]));
}
