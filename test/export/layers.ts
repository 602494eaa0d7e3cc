import type { Attribute, Graph, GraphNode } from '../../src/formats/structure/structure.js';
import type { Tensor } from '../../src/formats/tensor.js';

/** A layer of Keras that takes what comes before it: its class, its settings, shapes of its weights. */
export type TestLayer = [
  operator: string,
  attributes?: Record<string, Attribute>,
  weights?: Record<string, number[]>,
  rest?: Partial<GraphNode>,
];

/** A network of layers one behind the other. Weights are small numbers. */
export function chainOf(shape: (number | null)[], layers: readonly TestLayer[], keras = '3.15.1'): Graph {
  const tensors = new Map<string, Tensor>();
  const nodes = layers.map(([operator, attributes = {}, weights = {}, rest = {}], i): GraphNode => {
    for (const [role, size] of Object.entries(weights)) tensors.set(`l${i}/${role}`, tensorOf(`l${i}/${role}`, size));
    return {
      name: `l${i}`,
      operator,
      inputs: [i === 0 ? 'x' : `l${i - 1}`],
      outputs: [`l${i}`],
      attributes,
      weights: Object.fromEntries(Object.keys(weights).map((role) => [role, `l${i}/${role}`])),
      ...rest,
    };
  });
  return {
    kind: 'graph',
    origin: { framework: 'keras', version: keras, className: 'Functional' },
    name: 'm',
    inputs: [{ name: 'x', dtype: 'float32', shape }],
    outputs: [{ name: `l${layers.length - 1}`, dtype: '' }],
    nodes,
    tensors,
    opsets: new Map(),
    functions: new Map(),
  };
}

function tensorOf(name: string, shape: number[]): Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length }, (_, i) => (i % 7) / 7);
  return {
    info: { name, dtype: 'float32', shape, byteLength: 4 * length },
    async *values() {
      yield new Uint8Array(data.buffer);
    },
  };
}
