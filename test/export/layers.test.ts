import { describe, expect, it } from '@jest/globals';
import { evaluateNetwork } from '../../src/export/network/evaluate.js';
import { readNetwork } from '../../src/export/network/read.js';
import { OPERATORS } from '../../src/export/onnx/reading/operators.js';
import { NodeAttributes } from '../../src/export/onnx/reading/value.js';
import { comparePredictions } from '../../src/export/predictions/compare.js';
import { generateSamples, sampleSizes } from '../../src/export/predictions/samples.js';
import type { GraphNode } from '../../src/formats/structure/structure.js';
import { chainOf, type TestLayer } from './layers.js';

/** Why a network has no export; null where nothing speaks against it. */
function refusal(shape: (number | null)[], ...layers: TestLayer[]): string | null {
  try {
    sampleSizes(readNetwork(chainOf(shape, layers)));
    return null;
  } catch (error) {
    expect((error as Error).name).toBe('NotExportable');
    return (error as Error).message;
  }
}

const IMAGE = [null, 6, 5, 4];
const STEPS = [null, 6, 4];
const ROW = [null, 4];
const PAD: TestLayer = ['ZeroPadding1D', { padding: 1 }];

describe('layers whose settings, weights and values do not fit each other', () => {
  it('refuses settings that are no numbers of anything', () => {
    const refused: [(number | null)[], TestLayer, string][] = [
      [STEPS, ['MaxPooling1D', { pool_size: 2, strides: 0 }], 'strides is 0, expected 1 or more'],
      [STEPS, ['MaxPooling1D', { pool_size: -2, strides: 1 }], 'pool_size is -2'],
      [STEPS, ['MaxPooling1D', { pool_size: 2, strides: 0.5, padding: 'same' }], 'strides is 0.5'],
      [STEPS, ['AveragePooling1D', { pool_size: Number.NaN }], 'pool_size holds no numbers'],
      [ROW, ['RepeatVector', { n: 0 }], 'n is 0'],
      [ROW, ['RepeatVector', { n: -1 }], 'n is -1'],
      [STEPS, ['UpSampling1D', { size: 2.5 }], 'size is 2.5'],
      [STEPS, ['UpSampling1D', { size: -1 }], 'size is -1'],
      [STEPS, ['ZeroPadding1D', { padding: [-1, 0] }], 'no whole number'],
      [STEPS, ['Cropping1D', { cropping: [0.5, 0] }], 'no whole number'],
      [STEPS, ['Cropping1D', { cropping: [3, 3] }], 'smaller than what the layers take'],
      [ROW, ['Reshape', { target_shape: [-2, -2] }], 'target_shape is [-2, -2]'],
      [ROW, ['Reshape', { target_shape: [0, 4] }], 'target_shape is [0, 4]'],
      [ROW, ['Reshape', { target_shape: [-1, -1] }], 'cannot have the shape'],
      [ROW, ['Reshape', { target_shape: [3] }], 'cannot have the shape'],
      [STEPS, ['Permute', { dims: [1, 1] }], 'no order of the axes'],
      [STEPS, ['LeakyReLU', { negative_slope: Number.POSITIVE_INFINITY }], 'is no number'],
    ];
    for (const [shape, layer, reason] of refused) expect(refusal(shape, layer)).toContain(reason);
  });

  it('refuses inputs without a size', () => {
    for (const size of [0, -4, 2.5, 1e300])
      expect(refusal([null, size], ['Activation'])).toMatch(/shape \[\?, |numbers/);
  });

  it('refuses weights of another shape', () => {
    const conv = { kernel: [3, 4, 6], bias: [6] };
    const refused: [(number | null)[], TestLayer][] = [
      [ROW, ['Dense', {}, { kernel: [3, 2], bias: [2] }]],
      [ROW, ['Dense', {}, { kernel: [4, 2], bias: [3] }]],
      [STEPS, ['Conv1D', {}, { ...conv, kernel: [3, 5, 6] }]],
      [STEPS, ['Conv1D', {}, { ...conv, bias: [5] }]],
      [STEPS, ['Conv1D', { groups: 3 }, { kernel: [3, 1, 6], bias: [6] }]],
      [STEPS, ['Conv1DTranspose', {}, { kernel: [3, 6, 5], bias: [6] }]],
      [STEPS, ['BatchNormalization', {}, { moving_mean: [4], moving_variance: [3], gamma: [4], beta: [4] }]],
      [STEPS, ['LayerNormalization', { axis: [1, 2] }, { gamma: [4, 6], beta: [6, 4] }]],
      [STEPS, ['Normalization', {}, { mean: [3], variance: [3] }]],
      [STEPS, ['PReLU', {}, { alpha: [5, 4] }]],
      [STEPS, ['Rescaling', { scale: [1, 2, 3] }]],
      [STEPS, ['LSTM', {}, { kernel: [4, 12], recurrent_kernel: [3, 12], bias: [11] }]],
      [STEPS, ['GRU', { reset_after: true }, { kernel: [4, 9], recurrent_kernel: [3, 9], bias: [9] }]],
      [ROW, ['Embedding', {}, { embeddings: [5] }]],
    ];
    for (const [shape, layer] of refused)
      expect(refusal(shape, layer)).toMatch(/^layer l0: weights of the shape \[.*\] where \[.*\] is expected$/);
    expect(refusal(STEPS, ['Conv1D', { groups: 4 }, { kernel: [3, 1, 6], bias: [6] }])).toMatch('among 4 groups');
  });

  it('refuses values of other axes', () => {
    const conv: TestLayer = ['Conv1D', {}, { kernel: [3, 4, 6], bias: [6] }];
    for (const layer of [conv, ['MaxPooling1D'], ['GlobalMaxPooling1D'], ['UpSampling1D'], PAD] as TestLayer[])
      expect(refusal(IMAGE, layer)).toBe('layer l0: it takes values of 3 axes, found 4');
    expect(refusal(STEPS, ['RepeatVector', { n: 2 }])).toMatch('values of 2 axes');
    expect(refusal(ROW, ['Dropout', {}, {}, { inputs: [] }])).toMatch('it takes no value');
    expect(refusal(ROW, ['Concatenate', { axis: 9 }])).toMatch('axis 9');
    expect(refusal(ROW, ['Concatenate', { axis: 0 }])).toMatch('axis 0');
    const both = chainOf(STEPS, [
      ['RepeatVector', { n: 2 }, {}, { inputs: ['row'] }],
      ['Concatenate', { axis: -1 }, {}, { inputs: ['x', 'l0'] }],
    ]);
    expect(() =>
      readNetwork({ ...both, inputs: [...both.inputs, { name: 'row', dtype: 'float32', shape: ROW }] }),
    ).toThrow('layer l1: joined values of the shape');
    const add = (shape: number[]): string | null =>
      refusal(ROW, ['Reshape', { target_shape: shape }], ['Add', {}, {}, { inputs: ['x', 'l0'] }]);
    expect(add([4])).toBeNull();
    expect(add([2, 2])).toMatch('different rank');
    expect(
      refusal(ROW, ['Dense', {}, { kernel: [4, 3], bias: [3] }], ['Add', {}, {}, { inputs: ['x', 'l0'] }]),
    ).toMatch('values of 4 and 3 numbers along one axis');
  });

  it('refuses layers that would fill the memory before anything is held', () => {
    const huge: [(number | null)[], TestLayer][] = [
      [ROW, ['RepeatVector', { n: 5e9 }]],
      [STEPS, ['UpSampling1D', { size: 1e8 }]],
      [STEPS, ['ZeroPadding1D', { padding: [1e9, 0] }]],
      [[null, 1e7, 5], ['Activation']],
    ];
    for (const [shape, layer] of huge) expect(refusal(shape, layer)).toMatch(/a value of \d+ numbers a sample/);
    const wide: TestLayer = ['MaxPooling2D', { pool_size: [3000, 3000], strides: 1, padding: 'same' }];
    expect(refusal([null, 3000, 3000, 1], wide)).toMatch('its windows see more than');
  });

  it('takes fewer samples of what is large', () => {
    const { count } = generateSamples(readNetwork(chainOf(ROW, [['RepeatVector', { n: 1e6 }]])));
    expect(count).toBe(1);
  });
});

describe('layers', () => {
  it('flattens channels that come first as Keras does', async () => {
    const network = readNetwork(chainOf([null, 2, 3], [['Flatten', { data_format: 'channels_first' }]]));
    const x = { shape: [1, 2, 3], data: Float64Array.of(0, 1, 2, 3, 4, 5) };
    const [found] = await evaluateNetwork(network, new Map([['x', x]]));
    expect(found).toEqual({ shape: [1, 6], data: Float64Array.of(0, 3, 1, 4, 2, 5) });
  });

  it('gives embeddings numbers of their rows, whatever moves them there, and refuses numbers that are computed', () => {
    const embedding: TestLayer = ['Embedding', {}, { embeddings: [7, 2] }];
    const below = (...layers: TestLayer[]) => readNetwork(chainOf(ROW, layers)).inputs[0]?.below;
    expect(below(embedding)).toBe(7);
    const square: TestLayer = ['Reshape', { target_shape: [2, 2] }];
    expect(below(['Dropout'], square, PAD, ['UpSampling1D'], ['Flatten'], embedding)).toBe(7);
    expect(below(square, ['Concatenate', { axis: 1 }, {}, { inputs: ['l0', 'l0'] }], embedding)).toBe(7);
    expect(refusal(ROW, ['Rescaling', { scale: 2 }], embedding)).toBe(
      'layer l1 takes rows by numbers that other layers compute',
    );
  });
});

describe('the reader of what was written', () => {
  it('takes logarithms of a softmax whose powers are nothing, and rows of any width', async () => {
    const node: GraphNode = { name: 'n', operator: '', inputs: [], outputs: [], attributes: { axis: -1 }, weights: {} };
    const run = async (name: string, data: Float64Array) =>
      (await OPERATORS[name]!([{ shape: [1, data.length], data }], new NodeAttributes(node)))[0]!.data;
    expect(await run('LogSoftmax', Float64Array.of(0, -1000))).toEqual(Float64Array.of(0, -1000));
    expect((await run('Softmax', new Float64Array(300_000)))[7]).toBe(1 / 300_000);
  });
});

describe('a proof', () => {
  const about = { rows: 1, sha256: '', how: '' };
  it('takes no number for an infinite one', () => {
    const answers = (value: number) => [[{ name: 'prediction', value }]];
    const [most, least] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const [native, copy] of [[most, 5], [most, least], [5, most]] as const) // biome-ignore format: one line reads best
      expect(comparePredictions(answers(native), answers(copy), about)).toMatchObject({
        verdict: 'not-equal',
        remarks: [`row 0, prediction: expected ${native}, found ${copy}`],
      });
  });

  it('needs an answer of one side at least', () => {
    for (const value of [Number.NaN, null, Number.POSITIVE_INFINITY]) {
      const rows = [[{ name: 'prediction', value }]];
      expect(() => comparePredictions(rows, rows, about)).toThrow('answers none of 1 inputs');
    }
    expect(() => comparePredictions([], [], about)).toThrow('answers none of 0 inputs');
    const some = [[{ name: 'prediction', value: Number.NaN }], [{ name: 'prediction', value: 1 }]];
    expect(comparePredictions(some, some, about)).toMatchObject({ verdict: 'equal', compared: 2, elements: 1 });
  });
});
