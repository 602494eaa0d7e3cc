import { describe, expect, it } from '@jest/globals';
import { evaluateNetwork } from '../../src/export/network/evaluate.js';
import { readNetwork } from '../../src/export/network/read.js';
import { evaluateOnnx } from '../../src/export/onnx/reading/evaluate.js';
import { numbers, value } from '../../src/export/onnx/reading/value.js';
import { openModelStructure } from '../../src/formats/open-contents.js';
import type { Graph, GraphNode } from '../../src/formats/structure/structure.js';
import { memoryAccess } from '../formats/memory-access.js';
import { exported, fixture } from './in-memory.js';

interface Numbers {
  shape: number[];
  data: number[];
}
const truth = JSON.parse(String(fixture('keras-graphs/truth.json'))) as Record<
  string,
  { inputs: Numbers[]; outputs: Numbers[] }
>;

async function graphOf<T>(name: string, bytes: Uint8Array, use: (graph: Graph) => Promise<T>): Promise<T> {
  const { structure, close } = await openModelStructure(name, memoryAccess({ [name]: bytes }));
  try {
    if (structure?.kind !== 'graph') throw new Error('expected a graph');
    return await use(structure);
  } finally {
    await close();
  }
}

/** Keras computed in single floats. */
function expectClose(found: ArrayLike<number>, { data }: Numbers): void {
  expect(found.length).toBe(data.length);
  const most = Math.max(...data.map(Math.abs));
  const worst = data.reduce((far, wanted, i) => Math.max(far, Math.abs((found[i] as number) - wanted)), 0);
  expect(worst).toBeLessThan(2e-6 * Math.max(most, 1));
}

const networkExport = async (file: string, damage?: (bytes: Buffer) => Buffer) =>
  exported(file, fixture(`keras-graphs/${file}`), ['onnx'], damage && { damage });

describe('ONNX of networks of Keras', () => {
  for (const [name, { inputs, outputs }] of Object.entries(truth))
    for (const extension of ['keras', 'h5'])
      it(`predicts with ${name}.${extension} what Keras predicts`, async () => {
        const { document, written } = await networkExport(`${name}.${extension}`);
        expect(document.notPossible).toEqual([]);
        expect(document.exports[0]?.proof).toMatchObject({ method: 'predictions', inputs: { rows: 16 } });
        expect(document.exports[0]?.proof.verdict).not.toBe('not-equal');
        const found = await graphOf('m.onnx', written[`${name}.onnx`] as Buffer, (graph) =>
          evaluateOnnx(
            graph,
            new Map(graph.inputs.map((input, i) => [input.name, value(inputs[i]!.shape, inputs[i]!.data)])),
          ),
        );
        for (const [i, output] of [...found.values()].entries()) {
          expect(output.shape).toEqual(outputs[i]?.shape);
          expectClose(numbers(output), outputs[i]!);
        }
        const own = await graphOf(name, fixture(`keras-graphs/${name}.${extension}`), (graph) => {
          const network = readNetwork(graph);
          const feeds = network.inputs.map((input, i) => {
            const { shape, data } = inputs[i]!;
            return [input.name, { shape, data: Float64Array.from(data) }] as const;
          });
          return evaluateNetwork(network, new Map(feeds));
        });
        for (const [i, output] of own.entries()) expectClose(output.data, outputs[i]!);
      });

  it('writes the same bytes every time', async () => {
    const [one, other] = [await networkExport('words.keras'), await networkExport('words.keras')];
    expect(one.written['words.onnx']?.equals(other.written['words.onnx'] as Buffer)).toBe(true);
  });

  it('finds a weight that was changed after it was written', async () => {
    const { document } = await networkExport('words.keras', (file) => {
      // Behind the name of the tensor: a tag, and a length of two bytes.
      const at = file.lastIndexOf('rows/embeddings') + 'rows/embeddings'.length + 3;
      file.writeFloatLE(file.readFloatLE(at) + 1, at);
      return file;
    });
    expect(document.exports).toMatchObject([{ to: 'onnx', proof: { verdict: 'not-equal' } }]);
  });

  it('says why code, attention and weights alone have no graph, and what to run instead', async () => {
    for (const [file, reason] of [
      ['h-keras-lambda.keras', 'layer lam (Lambda): nothing here computes layers of this class'],
      ['h-keras-module-import.keras', 'its class is part of os'],
      ['keras3-mha.keras', 'MultiHeadAttention'],
      ['keras-seq-weights.weights.h5', 'does not describe an architecture'],
    ] as const) {
      const { document } = await exported(file, fixture(`keras/${file}`), ['onnx']);
      expect(document.notPossible).toMatchObject([
        { reason: expect.stringContaining(reason), instead: expect.stringContaining('format="onnx"') },
      ]);
    }
  });

  it('refuses what would change the meaning', () => {
    const refused = (part: Partial<GraphNode>, keras = '3.15.1'): unknown => {
      const node: GraphNode = {
        name: 'l',
        operator: 'Activation',
        inputs: ['x'],
        outputs: ['l'],
        attributes: { activation: 'relu' },
        weights: {},
        ...part,
      };
      const graph: Graph = {
        kind: 'graph',
        origin: { framework: 'keras', version: keras, className: 'Functional' },
        name: 'm',
        inputs: [{ name: 'x', dtype: 'float32', shape: [null, 4, 4, 2] }],
        outputs: [{ name: 'l', dtype: '' }],
        nodes: [node],
        tensors: new Map(),
        opsets: new Map(),
        functions: new Map(),
      };
      try {
        readNetwork(graph);
        return null;
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refused({})).toBeNull();
    expect(refused({ attributes: { activation: 'relu', dtype: 'float16' } })).toMatch('float16');
    expect(refused({ attributes: { activation: { class_name: 'function', config: 'mine' } } })).toMatch('by name');
    expect(refused({ attributes: { activation: 'hard_sigmoid' } }, '')).toMatch('differs between versions');
    expect(refused({ operator: 'Embedding', attributes: { mask_zero: true } })).toMatch('mask_zero');
    expect(refused({ operator: 'MaxPooling2D', attributes: { data_format: 'channels_first' } })).toMatch(
      'channels_last',
    );
    expect(refused({ operator: 'MaxPooling2D', attributes: { pool_size: [9, 9] } })).toMatch('smaller');
    expect(refused({ operator: 'BatchNormalization', attributes: { axis: 1 } })).toMatch('another axis');
    expect(refused({ operator: 'Dropout', call: { positional: [], named: { training: true } } })).toMatch('training');
    expect(refused({ operator: 'Dense', module: 'mine.layers' })).toMatch('mine.layers');
    expect(refused({ operator: 'Dense', attributes: { units: 2 } })).toMatch('no kernel');
    expect(refused({ operator: 'Masking' })).toMatch('nothing here computes');
  });
});
