import type { Activation, Outcome, Predictor, Scorer } from '../predictor/predictor.js';
import { GraphBuilder, type OnnxModel, type OnnxTensor, type OnnxValue } from './builder.js';
import { squaredDistances } from './distances.js';
import { matrixOf, transposed, vector } from './matrices.js';
import { type Columns, joined, stepped } from './steps.js';
import { treeEnsemble } from './trees.js';
import { voted } from './votes.js';

const BATCH = 'rows';

/** A scikit-learn estimator as an ONNX graph that computes in doubles, as scikit-learn does. */
export function predictorModel(predictor: Predictor, metadata: Record<string, string>): OnnxModel {
  const graph = new GraphBuilder();
  const { inputs, start } = inputsOf(predictor, graph);
  let columns = start;
  for (const step of predictor.steps) columns = stepped(graph, step, columns);
  const matrix = joined(graph, columns);
  const scores = predictor.model ? scored(graph, predictor.model, matrix) : matrix;
  const outputs = outcomeOf(graph, predictor.outcome, scores, predictor.model);
  return graph.model({ name: predictor.name, inputs, outputs, metadata });
}

/** Names of outputs, which no input may have; the metadata has the names of columns in their order. */
const OUTPUTS = ['prediction', 'probabilities', 'scores', 'columns'] as const;

function inputsOf({ inputs }: Predictor, graph: GraphBuilder): { inputs: OnnxValue[]; start: Columns } {
  for (const name of OUTPUTS) graph.unique(name);
  if (inputs.every(({ levels }) => !levels)) {
    const name = graph.unique('X');
    return {
      inputs: [{ name, dtype: 'float64', shape: [BATCH, inputs.length] }],
      start: { matrix: name, width: inputs.length },
    };
  }
  const values = inputs.map(({ name, levels }) => ({
    name: graph.unique(name),
    dtype: levels ? ('string' as const) : ('float64' as const),
    shape: [BATCH, 1],
  }));
  return {
    inputs: values,
    start: { separate: values.map(({ name, dtype }) => ({ name, isText: dtype === 'string' })) },
  };
}

function scored(graph: GraphBuilder, model: Scorer, x: string): string {
  switch (model.kind) {
    case 'linear':
      return graph.add('Add', [
        graph.add('MatMul', [x, matrixOf(graph, 'coefficients', transposed(model.weights))]),
        vector(graph, 'intercepts', model.intercepts),
      ]);
    case 'network': {
      let y = x;
      for (const { weights, bias, activation } of model.layers) {
        const sums = graph.add('Add', [
          graph.add('MatMul', [y, matrixOf(graph, 'weights', weights)]),
          vector(graph, 'bias', bias),
        ]);
        y = activation === 'identity' ? sums : graph.add(OPERATORS[activation], [sums]);
      }
      return y;
    }
    case 'votes':
      return voted(graph, model, x);
    case 'gaussians':
      return graph.add('Sub', [
        vector(graph, 'intercepts', model.intercepts),
        squaredDistances(graph, x, model.means, model.weights),
      ]);
    case 'distances':
      return squaredDistances(graph, x, model.centers);
    case 'trees':
      return treeEnsemble(graph, model, x);
  }
}

const OPERATORS: Readonly<Record<Exclude<Activation, 'identity'>, string>> = {
  relu: 'Relu',
  tanh: 'Tanh',
  logistic: 'Sigmoid',
  softmax: 'Softmax',
};

function outcomeOf(graph: GraphBuilder, outcome: Outcome, scores: string, model: Scorer | null): OnnxValue[] {
  const result = (name: (typeof OUTPUTS)[number], operator: string, inputs: string[], width: number): OnnxValue => {
    graph.add(operator, inputs, {}, { output: name });
    return { name, dtype: 'float64', shape: [BATCH, width] };
  };
  const width = model ? outputsOf(model) : null;
  if (outcome.kind === 'columns') {
    graph.add('Identity', [scores], {}, { output: 'columns' });
    return [{ name: 'columns', dtype: 'float64', shape: [BATCH, null] }];
  }
  if (outcome.kind === 'number')
    return [result('prediction', outcome.inverse === 'exp' ? 'Exp' : 'Identity', [scores], width ?? 1)];
  if (outcome.kind === 'nearest') {
    graph.add('ArgMin', [scores], { axis: { int: 1 }, keepdims: { int: 0 } }, { output: 'prediction' });
    return [{ name: 'prediction', dtype: 'int64', shape: [BATCH] }];
  }
  const label = labelOutput(graph, outcome, scores, width ?? 1);
  if (outcome.probabilities === 'scores') return [label, result('scores', 'Identity', [scores], width ?? 1)];
  const probabilities = probabilitiesOf(graph, outcome.probabilities, scores, width ?? 1);
  return [label, result('probabilities', 'Identity', [probabilities], outcome.labels.length)];
}

function outputsOf(model: Scorer): number {
  if (model.kind === 'linear') return model.weights.length;
  if (model.kind === 'network') return model.layers.at(-1)?.bias.length ?? 1;
  if (model.kind === 'votes') return model.classes;
  if (model.kind === 'gaussians') return model.means.length;
  return model.kind === 'trees' ? model.outputs : model.centers.length;
}

function labelOutput(
  graph: GraphBuilder,
  outcome: Extract<Outcome, { kind: 'classes' }>,
  scores: string,
  width: number,
): OnnxValue {
  const { labels, from, isAtLeast, isVote } = outcome;
  let best: string;
  if (width === 1) {
    const border = graph.constant('from', 'float64', [], [from]);
    const isSecond = graph.add(isAtLeast ? 'GreaterOrEqual' : 'Greater', [scores, border]);
    const shape = graph.constant('shape', 'int64', [1], [-1]);
    best = graph.add('Reshape', [graph.add('Cast', [isSecond], { to: { int: 7 } }), shape]);
  } else
    best = graph.add('ArgMax', [isVote ? graph.add('Round', [scores]) : scores], {
      axis: { int: 1 },
      keepdims: { int: 0 },
    });
  const dtype = labels.every((one) => typeof one === 'string')
    ? 'string'
    : labels.every(Number.isInteger)
      ? 'int64'
      : 'float64';
  const data: OnnxTensor['data'] = dtype === 'string' ? labels.map(String) : labels.map(Number);
  const all = graph.constant('classes', dtype, [labels.length], data);
  graph.add('Gather', [all, best], { axis: { int: 0 } }, { output: 'prediction' });
  return { name: 'prediction', dtype, shape: [BATCH] };
}

function probabilitiesOf(
  graph: GraphBuilder,
  kind: 'logistic' | 'softmax' | 'each' | 'given',
  scores: string,
  width: number,
): string {
  if (kind === 'softmax') return graph.add('Softmax', [scores], { axis: { int: 1 } });
  if (kind === 'each') {
    const each = sigmoid(graph, scores);
    const axes = graph.constant('axes', 'int64', [1], [1]);
    return graph.add('Div', [each, graph.add('ReduceSum', [each, axes], { keepdims: { int: 1 } })]);
  }
  if (width > 1) return scores;
  const second = kind === 'logistic' ? sigmoid(graph, scores) : scores;
  const one = graph.constant('one', 'float64', [], [1]);
  return graph.add('Concat', [graph.add('Sub', [one, second]), second], { axis: { int: 1 } });
}

/** Written out, since runtimes take small values of their own `Sigmoid` for zero, and their sum may divide. */
function sigmoid(graph: GraphBuilder, x: string): string {
  const one = graph.constant('one', 'float64', [], [1]);
  return graph.add('Div', [one, graph.add('Add', [one, graph.add('Exp', [graph.add('Neg', [x])])])]);
}
