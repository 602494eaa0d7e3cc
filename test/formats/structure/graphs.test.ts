import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { sha256OfChunks } from '../../../src/bytes/digest.js';
import { openModelStructure } from '../../../src/formats/open-contents.js';
import type { Graph, GraphNode } from '../../../src/formats/structure/structure.js';
import { readNumbers } from '../../../src/formats/tensor-values.js';
import { diskAccess } from '../../../src/tree/disk-access.js';
import { memoryAccess } from '../memory-access.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'fixtures');

async function withGraph<T>(path: string, use: (graph: Graph) => Promise<T> | T): Promise<T> {
  const { structure, close } = await openModelStructure(join(fixtures, path), diskAccess());
  try {
    if (structure?.kind !== 'graph') throw new Error(`${path} has no graph`);
    return await use(structure);
  } finally {
    await close();
  }
}

/** Every node with its inputs, outputs and the digests of its weights by role. */
async function outline(graph: Graph): Promise<unknown[]> {
  const one = async ({ name, operator, inputs, outputs, weights, body }: GraphNode) => {
    const digests: Record<string, string> = {};
    for (const role of Object.keys(weights).sort()) {
      const values = graph.tensors.get(weights[role] as string)?.values;
      digests[role] = values ? await sha256OfChunks(values()) : 'none';
    }
    return { name, operator, inputs, outputs, digests, ...(body && { body: await outline(body) }) };
  };
  const nodes: unknown[] = [];
  for (const node of graph.nodes) nodes.push(await one(node));
  return nodes;
}

const rolesOf = (graph: Graph, name: string): string[] =>
  Object.keys(graph.nodes.find((node) => node.name === name)?.weights ?? {}).sort();

describe('graphs of Keras', () => {
  for (const name of ['network', 'steps', 'attention'])
    it(`describes ${name} alike from .keras and from HDF5, weights included`, async () => {
      const modern = await withGraph(`keras-graphs/${name}.keras`, outline);
      const legacy = await withGraph(`keras-graphs/${name}.h5`, outline);
      expect(legacy).toEqual(modern);
      expect(JSON.stringify(modern)).not.toContain('"none"');
    });

  it('keeps the order of inputs and outputs, and calls of a shared layer apart', () =>
    withGraph('keras-graphs/network.keras', ({ inputs, outputs, nodes }) => {
      expect(inputs).toEqual([
        { name: 'b', dtype: 'float32', shape: [null, 4] },
        { name: 'a', dtype: 'float32', shape: [null, 4] },
      ]);
      expect(outputs.map(({ name }) => name)).toEqual(['out', 'both']);
      expect(nodes.filter(({ layer }) => layer === 'shared').map(({ inputs: taken }) => taken)).toEqual([['a'], ['b']]);
      expect(nodes.find(({ name }) => name === 'both')?.inputs).toEqual(['inner', 'inner:1:0']);
      expect(nodes.find(({ name }) => name === 'inner')?.body?.nodes.map(({ operator }) => operator)).toEqual([
        'Dense',
        'BatchNormalization',
      ]);
    }));

  it('names weights by their role', async () => {
    await withGraph('keras-graphs/steps.h5', (graph) => {
      expect(rolesOf(graph, 'td')).toEqual(['layer/bias', 'layer/kernel']);
      expect(rolesOf(graph, 'gru')).toEqual(['bias', 'kernel', 'recurrent_kernel']);
      expect(rolesOf(graph, 'bi')).toEqual(
        ['backward', 'forward'].flatMap((way) => [`${way}/bias`, `${way}/kernel`, `${way}/recurrent_kernel`]),
      );
    });
    await withGraph('keras-graphs/attention.keras', (graph) =>
      expect(rolesOf(graph, 'mha')).toEqual(
        ['key', 'output', 'query', 'value'].flatMap((part) => [`${part}/bias`, `${part}/kernel`]),
      ),
    );
  });

  it('reads networks of Keras 2', () =>
    withGraph('keras/keras2-h5.h5', (graph) => {
      expect(graph.nodes.map(({ operator }) => operator)).toContain('Dense');
      expect(rolesOf(graph, 'dense')).toEqual(['bias', 'kernel']);
    }));
});

describe('graphs of ONNX', () => {
  it('reads nodes, attributes, branches and their constants', () =>
    withGraph('neutral/onnx-subgraph-const/if.onnx', async (graph) => {
      const [constant, branch] = graph.nodes as [GraphNode, GraphNode];
      expect([constant.operator, branch.operator]).toEqual(['Constant', 'If']);
      expect(graph.inputs).toEqual([{ name: 'x', dtype: 'float32', shape: ['N', 4] }]);
      const value = constant.attributes['value'] as { tensor: Parameters<typeof readNumbers>[0] };
      expect([...(await readNumbers(value.tensor))]).toEqual([1]);
      const inner = branch.attributes['then_branch'] as { graph: Graph };
      expect(inner.graph.nodes[0]?.operator).toBe('Add');
      expect([...inner.graph.tensors.keys()]).toEqual(['inner_c']);
    }));

  it('finds no structure in other files', async () => {
    const files = memoryAccess({ 'm.onnx': Buffer.from('0808120161', 'hex') });
    const { structure, close } = await openModelStructure('m.onnx', files);
    await close();
    expect(structure).toBeNull();
  });
});
