import { describe, expect, it } from '@jest/globals';
import { GraphBuilder } from '../../src/export/onnx/builder.js';
import { squaredDistances } from '../../src/export/onnx/distances.js';
import { OPERATORS } from '../../src/export/onnx/reading/operators.js';
import {
  broadcast,
  broadcastShape,
  NodeAttributes,
  type Operator,
  type Value,
  value,
} from '../../src/export/onnx/reading/value.js';
import { aboutRows } from '../../src/export/predictions/compare.js';
import { generateRows } from '../../src/export/predictions/rows.js';
import type { Scorer, Step } from '../../src/export/predictor/predictor.js';
import { productsOf } from '../../src/export/predictor/products.js';

const counted = (...shape: number[]): Value => {
  const size = shape.reduce((product, one) => product * one, 1);
  return value(shape, Float64Array.from({ length: size }, (_, i) => i + 1)); // biome-ignore format: one line reads best
};
const node = new NodeAttributes({ name: '', operator: '', inputs: [], outputs: [], weights: {}, attributes: {} });
const run = async (name: string, ...inputs: Value[]) => (await (OPERATORS[name] as Operator)(inputs, node)) as [Value];

describe('values that are read as if they had a larger shape', () => {
  /** The number at a place that is divided into its axes, as the specification of ONNX says it. */
  function at({ shape, data }: Value, wanted: readonly number[], index: number): number {
    let [place, rest, step] = [0, index, 1];
    for (let axis = wanted.length - 1; axis >= 0; axis--) {
      const own = shape[axis - wanted.length + shape.length] ?? 1;
      if (own > 1) place += (rest % (wanted[axis] as number)) * step;
      step *= own;
      rest = Math.floor(rest / (wanted[axis] as number));
    }
    return data[place] as number;
  }
  const shapes: [number[], number[]][] = [[[2, 3], [2, 3]], [[2, 3], [1, 3]], [[2, 3], [2, 1]], [[4, 1, 3], [5, 1]], [[], [2, 2]], [[3], []], [[], []], [[2, 1, 3, 1], [4, 1, 5]], [[0, 3], [1, 3]]]; // biome-ignore format: one line reads best

  it('have every number where its axes say', async () => {
    for (const [a, b] of shapes.flatMap(
      ([a, b]) =>
        [
          [a, b],
          [b, a],
        ] as const,
    )) {
      const [x, y] = [counted(...a), counted(...b)];
      const sums = broadcast(x, y, (one, other) => 100 * one + other);
      expect(sums.shape).toEqual(broadcastShape(a, b));
      const wanted = [...sums.data].map((_, i) => 100 * at(x, sums.shape, i) + at(y, sums.shape, i));
      expect([...sums.data]).toEqual(wanted);
      const [chosen] = await run('Where', value([], [1]), x, y);
      expect([...chosen.data]).toEqual(wanted.map((_, i) => at(x, sums.shape, i)));
    }
  });

  it('are folded along every axis', async () => {
    const sumOf = (...axes: number[]) => run('ReduceSum', counted(2, 3, 2), value([axes.length], axes));
    expect([...(await sumOf(-1))[0].data]).toEqual([3, 7, 11, 15, 19, 23]);
    expect([...(await sumOf(0))[0].data]).toEqual([8, 10, 12, 14, 16, 18]);
    expect([...(await sumOf(0, 2))[0].data]).toEqual([18, 26, 34]);
    expect((await sumOf(0, 1, 2))[0]).toEqual({ shape: [1, 1, 1], data: Float64Array.of(78) });
  });
});

describe('proofs of large estimators', () => {
  const ofModel = (columns: number, model: Scorer, steps: Step[] = []): number =>
    productsOf({ inputs: Array.from({ length: columns }, (_, i) => ({ name: `x${i}` })), steps, model });
  const rows = (height: number, width: number): number[][] => Array(height).fill(Array(width).fill(0));

  it('take fewer rows where each of them takes long, and say so', () => {
    const compared = (products: number): [number, string] => {
      const { rows, how } = aboutRows(generateRows([{ name: 'x' }], products));
      return [rows, how];
    };
    expect(compared(1000)).toEqual([256, expect.not.stringContaining('fewer')]);
    expect(compared(1_000_000)).toEqual([50, expect.stringContaining('; fewer than 256 rows')]);
    expect(compared(1e12)).toEqual([16, expect.stringContaining('fewer')]);
  });

  it('count what steps and model multiply', () => {
    expect(ofModel(784, { kind: 'distances', centers: rows(1000, 784) })).toBe(784_000 + 784);
    expect(ofModel(3, { kind: 'linear', weights: rows(2, 3), intercepts: [0, 0] })).toBe(3 + 6);
    const layer = { weights: rows(4, 5), bias: [], activation: 'relu' as const };
    expect(ofModel(4, { kind: 'network', layers: [{ ...layer, bias: rows(1, 5)[0] as number[] }] })).toBe(4 + 20);
    const project: Step = { kind: 'project', mean: null, components: rows(2, 10), scale: null };
    const half: Step = { kind: 'columns', parts: [{ from: [0, 1, 2], steps: [] }, { from: [3], steps: [] }] }; // biome-ignore format: one line reads best
    const both = { kind: 'linear' as const, weights: rows(1, 2), intercepts: [0] };
    expect(ofModel(10, both, [project])).toBe(10 + 20 + 2);
    expect(ofModel(10, { ...both, weights: rows(1, 4) }, [half])).toBe(10 + 4 + 4);
  });

  it('of clusters hold few differences of a row at a time', () => {
    const graph = new GraphBuilder();
    squaredDistances(graph, 'x', rows(100, 784));
    const sizes = graph.tensors.filter(({ dtype }) => dtype === 'float64').map(({ shape }) => shape);
    expect(sizes).toEqual([...Array(5).fill([1, 20, 784])]);
    expect(graph.nodes.at(-1)).toMatchObject({ operator: 'Concat' });
  });
});
