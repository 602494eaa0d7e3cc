import { FormatError } from '../../../bytes/format-error.js';
import type { Operator } from './value.js';
import { numbers, sizeOf, type Value, value } from './value.js';

/** `TreeEnsemble` of ai.onnx.ml 5: sums of leaves, nodes that ask for at most. */
export const ensemble: Operator = async ([x], attributes) => {
  const list = (name: string): number[] => attributes.numbers(name) ?? [];
  const [splits, weights, modes] = [
    await attributes.tensor('nodes_splits'),
    await attributes.tensor('leaf_weights'),
    await attributes.tensor('nodes_modes'),
  ];
  if (modes.some((mode) => mode !== 0) || attributes.number('aggregate_function', 1) !== 1)
    throw new FormatError('unsupported', 'expected sums of trees that ask for at most a number');
  const [features, trueIds, trueLeafs, falseIds, falseLeafs, missing, targets] = [
    'nodes_featureids',
    'nodes_truenodeids',
    'nodes_trueleafs',
    'nodes_falsenodeids',
    'nodes_falseleafs',
    'nodes_missing_value_tracks_true',
    'leaf_targetids',
  ].map(list) as [number[], number[], number[], number[], number[], number[], number[]];
  const { shape } = x as Value;
  const data = numbers(x as Value);
  const [rows, width, outputs] = [shape[0] as number, sizeOf(shape.slice(1)), attributes.number('n_targets', 1)];
  const sums = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++)
    for (let node of list('tree_roots')) {
      for (let steps = 0; steps <= features.length; steps++) {
        const number = data[row * width + (features[node] as number)] as number;
        const isTrue = Number.isNaN(number) ? missing[node] === 1 : number <= (splits[node] as number);
        const next = (isTrue ? trueIds[node] : falseIds[node]) as number;
        if (!(isTrue ? trueLeafs[node] : falseLeafs[node])) {
          node = next;
          continue;
        }
        const at = row * outputs + (targets[next] as number);
        sums[at] = (sums[at] as number) + (weights[next] as number);
        break;
      }
    }
  return [value([rows, outputs], sums)];
};
