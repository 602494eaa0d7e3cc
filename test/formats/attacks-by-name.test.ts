import { describe, expect, it } from '@jest/globals';
import { assessSafety } from '../../src/assess/safety.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { zipOf } from '../containers/zip-writer.js';
import { type MemoryFiles, memoryAccess } from './memory-access.js';

/* Files that name what runs or what is opened, and do not bring it. Nothing here is ever loaded. */

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const PAYLOAD = latin1("cposix\nsystem\n(S'echo fixture'\ntR.");
const DATA = latin1('\x80\x02}.');
const SAFETENSORS = latin1('\x02\0\0\0\0\0\0\0{}');

const verdictOf = async (path: string, files: MemoryFiles) =>
  assessSafety(await inspectModel(path, memoryAccess(files))).verdict;

const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)]);
const number = (field: number, value: number): Buffer => Buffer.from([...varint(field * 8), ...varint(value)]);
/** A field of a protobuf message that has bytes, text or a message. */
const field = (at: number, ...parts: (string | Buffer)[]): Buffer => {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from([...varint(at * 8 + 2), ...varint(content.length)]), content]);
};

describe('Core ML', () => {
  const model = (...kind: Buffer[]) => Buffer.concat([number(1, 4), field(2, ''), ...kind]);
  const linked = (path: string, folder = '.') =>
    field(556, field(1, field(1, field(1, path)), field(2, field(1, folder))));
  const pipeline = (...inner: Buffer[]) => field(202, ...inner.map((kind) => field(1, model(kind))));

  it.each([
    ['above', linked('../../other.mlmodelc')],
    ['in a folder to search', linked('other.mlmodelc', 'models:/private')],
    ['of a pipeline', pipeline(linked('../other.mlmodelc'))],
    ['of a pipeline of a classifier', field(200, field(1, field(1, model(linked('/x')))))],
  ])('may open a linked model %s', async (_, kind) => {
    expect(await verdictOf('m.mlmodel', { 'm.mlmodel': model(kind) })).toBe('dangerous');
  });

  it('reads the models of a pipeline', async () => {
    const layer = field(1, field(1, 'a'), field(500, field(10, 'Own')));
    const weights = field(140, number(1, 1), number(2, 2), field(20, field(1, Buffer.alloc(8))));
    const dense = field(1, field(1, 'b'), weights);
    const files = { 'm.mlmodel': model(pipeline(field(500, layer), field(500, dense))) };
    const { contents } = await inspectModel('m.mlmodel', memoryAccess(files));
    expect(contents.operators).toEqual(['custom::Own']);
    expect(contents.tensors.map(({ name }) => name)).toEqual(['1.b.weights']);
    expect(assessSafety(await inspectModel('m.mlmodel', memoryAccess(files))).verdict).toBe('unknown');
  });

  const files = (root: string, other: string, more: MemoryFiles = {}) => ({
    'm/Manifest.json': JSON.stringify({
      rootModelIdentifier: 'a',
      itemInfoEntries: { a: { path: root }, b: { path: other } },
    }),
    'm/Data/com.apple.CoreML/model.mlmodel': model(field(900, '')),
    ...more,
  });
  const own = 'com.apple.CoreML/model.mlmodel';
  it.each([
    ['a root above', files('../../model.mlmodel', own)],
    ['a root elsewhere', files('/model.mlmodel', own)],
    ['weights above', files(own, '../../weights')],
    ['a pickle beside', files(own, own, { 'm/Data/com.apple.CoreML/x.pkl': PAYLOAD })],
  ])('packages may list %s', async (_, listed) => {
    expect(await verdictOf('m', listed)).toBe('dangerous');
  });
  it('packages that list their own are programs', async () => {
    expect(await verdictOf('m', files(own, 'com.apple.CoreML'))).toBe('unknown');
  });
});

describe('operators', () => {
  it.each([
    ['MatMul', 'opset1', 'safe'],
    ['Own', 'extension', 'unknown'],
    ['MatMul', 'my_opset', 'unknown'],
    ['MatMul', 'opset1.x', 'unknown'],
    ['Own', 'opset1', 'unknown'],
    ['MatMul', '', 'unknown'],
  ])('of OpenVINO: %s of %s', async (type, set, verdict) => {
    const version = set === '' ? '' : ` version="${set}"`;
    const layer = `<layer id="0" name="a" type="${type}"${version}/>`;
    const xml = `<net name="m" version="11"><layers>${layer}</layers></net>`;
    expect(await verdictOf('m.xml', { 'm.xml': xml })).toBe(verdict);
  });

  const onnx = (operator: string, domain: string) => {
    const node = field(1, field(1, 'x'), field(2, 'y'), field(4, operator), field(7, domain));
    return Buffer.concat([number(1, 8), field(7, node, field(2, 'g')), field(8, field(1, ''), number(2, 17))]);
  };
  it.each([
    ['Relu', '', 'safe'],
    ['Relu', 'ai.onnx', 'safe'],
    ['Scaler', 'ai.onnx.ml', 'safe'],
    ['FusedMatMul', 'com.microsoft', 'safe'],
    ['Own', '', 'unknown'],
    ['PyOp', '', 'unknown'],
    ['Own', 'ai.onnx.ml', 'unknown'],
    ['Own', 'com.microsoft', 'unknown'],
    ['Relu', 'com.microsoft', 'unknown'],
  ])('of ONNX: %s of %j', async (operator, domain, verdict) => {
    expect(await verdictOf('m.onnx', { 'm.onnx': onnx(operator, domain) })).toBe(verdict);
  });

  const paddle = (operator: string) => {
    const parent = Buffer.from([0x10, ...Array<number>(9).fill(0xff), 1]);
    return field(1, number(1, 0), parent, field(4, field(3, operator)));
  };
  const pir = (operator: string) =>
    JSON.stringify({
      base_code: { magic: 'pir', version: 1 },
      program: { regions: [{ blocks: [{ ops: [{ '#': operator }] }] }] },
    });
  it.each([
    ['py_func', 'dangerous'],
    ['load_combine', 'dangerous'],
    ['save', 'dangerous'],
    ['listen_and_serv', 'dangerous'],
    ['relu', 'unknown'],
    ['save_my_relu', 'unknown'],
  ])('of PaddlePaddle: %s', async (operator, verdict) => {
    expect(await verdictOf('m.pdmodel', { 'm.pdmodel': paddle(operator) })).toBe(verdict);
    expect(await verdictOf('m.json', { 'm.json': pir(`1.${operator}`) })).toBe(verdict);
  });
});

describe('Keras', () => {
  const lambda = { class_name: 'Lambda', config: { name: 'a', function: ['4w==', null, null] } };
  const config = JSON.stringify({ class_name: 'Sequential', config: { layers: [lambda] } });
  const keras = (...members: [string, string][]) => zipOf(members.map(([name, data]) => ({ name, data })));

  it.each([
    ['without metadata', 'm.keras', keras(['config.json', config])],
    ['with metadata that are a list', 'm.keras', keras(['config.json', config], ['metadata.json', '[]'])],
    ['with metadata that are broken', 'm.keras', keras(['config.json', config], ['metadata.json', '{'])],
    ['with another extension', 'm.zip', keras(['config.json', config], ['model.weights.h5', ''])],
  ])('reads a configuration %s', async (_, path, bytes) => {
    const inspection = await inspectModel(path, memoryAccess({ [path]: bytes }));
    expect([inspection.format.id, assessSafety(inspection).verdict]).toEqual(['keras-v3-zip', 'dangerous']);
  });
});

describe('folders of Hugging Face', () => {
  const folder = (files: MemoryFiles) => ({
    'd/config.json': JSON.stringify({ architectures: ['A'], model_type: 'a' }),
    'd/model.safetensors': SAFETENSORS,
    ...files,
  });

  it.each(['../../x', '/x', '..\\x', 'https://example.org/x'])('have no shard at %s', async (shard) => {
    const index = JSON.stringify({ metadata: {}, weight_map: { a: shard } });
    for (const name of ['model.safetensors.index.json', 'pytorch_model.bin.index.json'])
      expect(await verdictOf('d', folder({ [`d/${name}`]: index }))).toBe('dangerous');
  });

  it('have templates under any name', async () => {
    expect(await verdictOf('d', folder({ 'd/tools.jinja': '{{ x.__class__ }}' }))).toBe('dangerous');
    expect(await verdictOf('d', folder({ 'd/tools.jinja': '{{ x.name }}' }))).toBe('safe');
  });

  it.each([
    ['os', 'system', 'dangerous'],
    ['transformers_modules.a.b', 'A', 'unknown'],
    ['transformers.models.llama.modeling_llama', 'LlamaModel', 'safe'],
  ])('load the base of an adapter by the name %s.%s', async (library, className, verdict) => {
    const config = {
      peft_type: 'LORA',
      base_model_name_or_path: 'a',
      auto_mapping: { base_model_class: className, parent_library: library },
    };
    const files = { 'd/adapter_config.json': JSON.stringify(config), 'd/adapter_model.safetensors': SAFETENSORS };
    expect(await verdictOf('d', files)).toBe(verdict);
  });

  it.each([
    ['a pipeline of another repository', { _class_name: 'P', custom_pipeline: 'o/r' }, {}, 'unknown'],
    ['a pipeline that is missing', { _class_name: ['own', 'P'] }, {}, 'unknown'],
    [
      'a pipeline of its own',
      { _class_name: 'P', custom_pipeline: 'own' },
      { 'd/own.py': 'import os\nos.system("echo fixture")\n' },
      'dangerous',
    ],
  ])('of Diffusers name %s', async (_, index, files, verdict) => {
    const text = JSON.stringify({ _diffusers_version: '0.35.1', ...index });
    expect(await verdictOf('d/model_index.json', { 'd/model_index.json': text, ...files })).toBe(verdict);
  });
});

describe('pipelines of spaCy', () => {
  const pipeline = (config: string) => ({
    'd/meta.json': JSON.stringify({ lang: 'en', spacy_version: '>=3.8.0' }),
    'd/config.cfg': config,
    'd/vocab/strings.json': '[]',
  });
  it.each([
    ['[nlp]\nlang = "en"\n\n[components.a]\nfactory = "tagger"\n', 'safe'],
    ['[nlp.tokenizer]\n@tokenizers = "spacy.Tokenizer.v1"\n', 'safe'],
    ['[training.logger]\n@loggers = "own.v1"\n', 'safe'],
    ['[nlp]\nlang = "own"\n', 'unknown'],
    ['[components.a]\nfactory = "own"\n', 'unknown'],
    ['[components.a]\nfactory =\n  "own"\n', 'unknown'],
    ['[components.a]\nfactory: own\n', 'unknown'],
    ['[components]\na = {"factory": "own"}\n', 'unknown'],
    ['[components.a.model]\n@architectures = "spacy.Own.v1"\n', 'unknown'],
    ['[nlp.before_creation]\n@callbacks = "own.v1"\n', 'unknown'],
    ['[components.a]\nsource = "en_core_web_sm"\n', 'unknown'],
    ['[components.a]\nsource = "../x"\n', 'dangerous'],
  ])('look up what %j names', async (config, verdict) => {
    expect(await verdictOf('d', pipeline(config))).toBe(verdict);
  });
});

describe('models of MLflow', () => {
  const model = (flavor: string, files: MemoryFiles = {}) => ({
    'd/MLmodel': `flavors:\n  python_function:\n${flavor}`,
    ...files,
  });
  const loader = '    loader_module: mlflow.sklearn\n    model_path: m.pkl\n';
  it.each([
    ['what MLflow loads', loader, {}, 'safe'],
    ['a loader that MLflow does not have', '    loader_module: mlflow.own\n', {}, 'unknown'],
    ['a folder of code above', `${loader}    code: ../../own\n`, {}, 'dangerous'],
    ['an artifact above', `${loader}    artifacts:\n      a:\n        path: ../../x\n`, {}, 'dangerous'],
    ['the module of Keras', loader, { 'd/data/keras_module.txt': 'tensorflow.keras' }, 'safe'],
    ['a module that Keras is not', loader, { 'd/data/keras_module.txt': 'own' }, 'unknown'],
    ['a module that loads', loader, { 'd/data/pickle_module_info.txt': 'own\n' }, 'unknown'],
  ])('may name %s', async (_, flavor, files, verdict) => {
    expect(await verdictOf('d', model(flavor, { 'd/m.pkl': DATA, ...files }))).toBe(verdict);
  });
});
