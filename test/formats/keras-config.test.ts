import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/containers/json-document.js';
import { optimizerVariables, snakeCase, variableNames } from '../../src/formats/keras-classes.js';
import { walkKerasConfig } from '../../src/formats/keras-config.js';

const layer = (className: string, config: Json, rest: Record<string, Json> = { module: 'keras.layers' }): Json => ({
  ...rest,
  class_name: className,
  config,
});
const model = (...layers: Json[]): Json => layer('Sequential', { name: 'm', layers }, { module: 'keras' });
const told = (config: Json): unknown[] =>
  walkKerasConfig(config, 'config.json').observations.map(({ kind, code, name }) => [kind, code, name]);

describe('configuration of a Keras model', () => {
  it('is data where every part is of Keras', () => {
    const config = model(
      layer('Dense', {
        name: 'Lambda',
        activation: 'relu',
        kernel_initializer: layer('GlorotUniform', { seed: 21 }, { module: 'keras.initializers' }),
      }),
      layer('Dropout', { name: 'drop', seed: 3 }),
    );
    expect(walkKerasConfig(config, 'config.json')).toEqual({
      observations: [],
      needsCode: false,
      seeds: [
        { key: 'seed', value: 21, where: 'config.json#Lambda.kernel_initializer.seed' },
        { key: 'seed', value: 3, where: 'config.json#drop.seed' },
      ],
    });
  });

  it.each([
    [
      'byte code',
      layer('Lambda', { name: 'l', function: layer('__lambda__', { code: '4wEA' }, {}) }),
      ['keras.layers.Lambda', '__lambda__'],
    ],
    ['a module from outside', layer('system', {}, { module: 'os' }), ['os.system']],
    [
      'a function of Keras that is no part of a model',
      layer('get_file', {}, { module: 'keras.utils' }),
      ['keras.utils.get_file'],
    ],
    [
      'a private function of Keras',
      layer('get_file', {}, { module: 'keras.src.utils.file_utils' }),
      ['keras.src.utils.file_utils.get_file'],
    ],
    ['a Python builtin', layer('eval', {}, { module: 'builtins' }), ['builtins.eval']],
    [
      'a class of the training script',
      layer('My', { trainable: true }, { module: null, registered_name: 'My' }),
      ['My'],
    ],
    [
      'a function of Python',
      layer('Dense', { name: 'd', activation: layer('function', 'eval', { module: 'builtins' }) }),
      ['builtins.eval'],
    ],
    [
      'a function of Keras that loads models',
      layer('Activation', { activation: layer('function', 'load_model', { module: 'keras.models' }) }),
      ['keras.models.load_model'],
    ],
    [
      'a function that stands where a class is',
      layer('load_model', {}, { module: 'keras.models' }),
      ['keras.models.load_model'],
    ],
    [
      'the class of a type specification',
      layer('__typespec__', [], { module: 'os', spec_name: 'system' }),
      ['os.system'],
    ],
    [
      'a call of TensorFlow',
      layer('TFOpLambda', { name: 't', trainable: true, function: 'io.read_file' }),
      ['ReadFile'],
    ],
    [
      'a node of TensorFlow',
      layer('TensorFlowOpLayer', { node_def: '{"name": "x", "op": "WriteFile"}' }),
      ['WriteFile'],
    ],
    ['a registered class', layer('Mish', {}, { registered_name: 'pkg>Mish' }), ['Mish']],
    [
      'a class registered with the name of one of Keras',
      layer('Dense', {}, { registered_name: 'pkg.Dense' }),
      ['Dense'],
    ],
    ['a class that Keras 2 did not have', layer('Attn', { name: 'a', trainable: true }, {}), ['Attn']],
    ['a layer that reads a model of another format', layer('TFSMLayer', { name: 't' }), ['keras.layers.TFSMLayer']],
  ])('tells of %s', (_what, part, names) => {
    const found = walkKerasConfig(model(part), 'config.json');
    expect(found.needsCode).toBe(true);
    expect(found.observations.map(({ name }) => name)).toEqual(names);
    for (const { code } of found.observations) expect(['keras-code', 'tf-op']).toContain(code);
  });

  it.each([
    ['/etc/passwd', 'path-escape'],
    ['../vocabulary.txt', 'path-escape'],
    ['https://example.org/v.txt', 'path-escape'],
    ['C:\\v.txt', 'path-escape'],
    ['~/v.txt', 'path-escape'],
    ['/etc/my vocabulary\n', 'path-escape'],
    ['vocabulary.txt', 'external-reference'],
  ])('tells of a vocabulary at %s', (path, code) => {
    expect(told(model(layer('StringLookup', { name: 's', vocabulary: path })))).toEqual([['external', code, path]]);
  });

  it.each([
    layer('Dense', { name: 'd', activation: layer('function', 'relu', { module: 'builtins' }) }),
    layer('Activation', { activation: layer('function', 'gelu', { module: 'keras.activations' }) }),
    layer('__typespec__', [], { module: 'tensorflow.python.framework.tensor', spec_name: 'TensorSpec' }),
    layer('TFOpLambda', { name: 't', trainable: true, function: 'math.add' }),
    layer('StringLookup', { oov_token: '/unk', mask_token: '' }),
  ])('has parts of Keras that only look like code: %j', (part) => {
    expect(told(model(part))).toEqual([]);
  });

  it('takes a vocabulary in the file for what it is', () => {
    expect(told(model(layer('StringLookup', { name: 's', vocabulary: ['a', '/b'] })))).toEqual([]);
  });
});

describe('names of Keras variables', () => {
  it.each([
    ['Conv2D', 'conv2d'],
    ['PReLU', 'p_re_lu'],
    ['BatchNormalization', 'batch_normalization'],
    ['LSTMCell', 'lstm_cell'],
  ])('spells %s as %s', (name, group) => {
    expect(snakeCase(name)).toBe(group);
  });

  it('follow the flags of the configuration', () => {
    const names = variableNames('BatchNormalization', { scale: false, center: true }, 3)?.map(({ name }) => name);
    expect(names).toEqual(['beta', 'moving_mean', 'moving_variance']);
  });

  it('are not guessed where the count has two readings', () => {
    expect(variableNames('BatchNormalization', undefined, 3)).toBeNull();
    expect(variableNames('MyLayer', undefined, 1)).toBeNull();
  });

  it('go through the variables once for each round of an optimizer', () => {
    const slots = optimizerVariables('RMSprop', { momentum: 0.9, centered: false }, 2, 6);
    expect(slots?.map(({ suffix, variable }) => `${variable ?? ''}${suffix}`)).toEqual([
      'iteration',
      'learning_rate',
      '0velocity',
      '1velocity',
      '0momentum',
      '1momentum',
    ]);
  });
});
