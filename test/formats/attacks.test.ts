import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { assessSafety } from '../../src/assess/safety.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { templateReaches } from '../../src/formats/jinja-template.js';
import { tarOf } from '../containers/tar-writer.js';
import { type Entry, zipOf } from '../containers/zip-writer.js';
import { type MemoryFiles, memoryAccess } from './memory-access.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
/** What a pickle of protocol 0 calls; `echo` harms nobody, and nothing here is ever loaded. */
const PAYLOAD = latin1("cposix\nsystem\n(S'echo fixture'\ntR.");
/** A dict of protocol 2. */
const DATA = latin1('\x80\x02}.');
const SAFETENSORS = latin1('\x02\0\0\0\0\0\0\0{}');

async function judged(path: string, files: MemoryFiles) {
  const inspection = await inspectModel(path, memoryAccess(files));
  const { verdict, status } = assessSafety(inspection);
  return { format: inspection.format.id, verdict, status };
}
const verdictOf = async (path: string, files: MemoryFiles) => (await judged(path, files)).verdict;

describe('bytes behind the end', () => {
  it.each([
    ['a stream of zlib', 'm.joblib', deflateSync(DATA)],
    ['a tar', 'm.tar', tarOf([{ name: 'a.txt', data: 'a' }])],
    ['safetensors', 'm.safetensors', SAFETENSORS],
  ])('of %s are looked into', async (_, path, bytes) => {
    const whole = Buffer.concat([bytes, PAYLOAD]);
    expect(await verdictOf(path, { [path]: whole })).toBe('dangerous');
    expect(await verdictOf(`${path}.gz`, { [`${path}.gz`]: gzipSync(whole) })).toBe('dangerous');
  });

  it('of a tar may be another tar', async () => {
    const [first, second] = [
      { name: 'a.txt', data: 'a' },
      { name: 'b', data: PAYLOAD },
    ].map((one) => tarOf([one]));
    const files = { 'm.tar': Buffer.concat([first as Buffer, second as Buffer]) };
    expect(await verdictOf('m.tar', files)).toBe('dangerous');
  });

  it('of a zip may be its comment', async () => {
    for (const name of ['a.npy', 'a.txt', 'MAR-INF/MANIFEST.json'])
      expect(await verdictOf('m.zip', { 'm.zip': zipOf([{ name, data: '{}' }], { comment: PAYLOAD }) })).toBe(
        'dangerous',
      );
  });

  it('may be fields of a header that readers skip', async () => {
    const field = Buffer.concat([latin1(`ww${String.fromCharCode(PAYLOAD.length, 0)}`), PAYLOAD]);
    const [header, rest] = [gzipSync(DATA).subarray(0, 10), gzipSync(DATA).subarray(10)];
    const gzip = (flag: number, ...fields: Buffer[]) =>
      Buffer.concat([header.subarray(0, 3), Buffer.from([flag]), header.subarray(4), ...fields, rest]);
    const zip = (data: Partial<Entry>) => zipOf([{ name: 'a.txt', data: 'a', ...data }]);
    const long = Buffer.concat([latin1('ww\xf4\x01'), Buffer.alloc(500 - PAYLOAD.length), PAYLOAD]);
    for (const [path, bytes] of [
      ['m.pkl.gz', gzip(4, Buffer.from([field.length, 0]), field)],
      ['m.pkl.gz', gzip(16, PAYLOAD, Buffer.alloc(1))],
      ['m.zip', zip({ extra: field })],
      ['m.zip', zip({ localExtra: long })],
      ['m.zip', zip({ comment: PAYLOAD })],
    ] as const)
      expect(await verdictOf(path, { [path]: bytes })).toBe('dangerous');
    const name = latin1('m.pkl\0');
    expect(await verdictOf('m.pkl.gz', { 'm.pkl.gz': gzip(8, name) })).toBe('safe');
  });

  it('that are zeros or text accuse nobody', async () => {
    const tar = tarOf([{ name: 'a.txt', data: 'a' }]);
    expect(await judged('m.tar', { 'm.tar': Buffer.concat([tar, Buffer.alloc(1 << 20)]) })).toEqual({
      format: 'tar',
      verdict: 'safe',
      status: 'complete',
    });
  });
});

describe('files beside a model', () => {
  const config = JSON.stringify({ architectures: ['A'], model_type: 'a' });
  const model = { 'd/config.json': config, 'd/model.safetensors': SAFETENSORS };
  const program = 'import os\nos.system("echo fixture")\n';
  const map = (where: string) => ({
    [`d/${where}`]: JSON.stringify({ auto_map: { AutoProcessor: 'own.Own' } }),
    [`d/${where.slice(0, where.lastIndexOf('/') + 1)}own.py`]: program,
  });

  it.each([
    ['a pickle without a name', { 'd/scaler': PAYLOAD }],
    ['a program of a video processor', map('video_preprocessor_config.json')],
    ['a program of a tokenizer in its folder', map('tokenizer/tokenizer_config.json')],
    ['a template of a tokenizer in its folder', { 'd/vae/chat_template.jinja': '{{ x.__class__ }}' }],
  ])('show %s', async (_, files) => {
    expect(await verdictOf('d', { ...model, ...files })).toBe('dangerous');
  });

  it('tell of programs of another repository, also for a part of the model', async () => {
    const text = JSON.stringify({ model_type: 'a', text_config: { auto_map: { AutoConfig: 'o/r--own.Own' } } });
    const { observations } = await inspectModel('d', memoryAccess({ ...model, 'd/config.json': text }));
    expect(observations.map(({ message }) => message)).toEqual([
      'loading with trust fetches o/r and runs a program of it',
    ]);
  });

  it('accuse nobody where they are text, pictures or vocabularies', async () => {
    const files = {
      'd/vocab.txt': 'cposix\nsystem\n',
      'd/merges': '#version: 0.2\nc a\n',
      'd/README.md': 'import os; os.system("x")',
      'd/logo.png': '\x89PNG',
    };
    expect(await verdictOf('d', { ...model, ...files })).toBe('safe');
  });

  it('are libraries that an index of Diffusers has imported', async () => {
    const index = (component: unknown) => ({
      'd/model_index.json': JSON.stringify({ _class_name: 'P', _diffusers_version: '0.35.1', a: component }),
    });
    expect(await verdictOf('d/model_index.json', index(['os', 'system']))).toBe('dangerous');
    expect(await verdictOf('d/model_index.json', index(['my_library', 'Part']))).toBe('unknown');
    for (const component of [
      ['transformers', 'CLIPTextModel'],
      ['paint_by_example', 'Encoder'],
      [null, null],
    ])
      expect(await verdictOf('d/model_index.json', index(component))).toBe('safe');
  });

  const mlmodel = (flavor: string) =>
    `flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n${flavor}mlflow_version: 2.9\n`;
  it.each([
    ['the object of a pyfunc', '    python_model: python_model.pkl\n', { 'd/python_model.pkl': PAYLOAD }],
    ['a model that is a program', '    model_code_path: model.py\n', { 'd/model.py': program }],
    ['a folder of code', '    code: code\n', { 'd/code/sklearn/__init__.py': program }],
    ['a tag of Python', '    x: !!python/object/apply:os.system [echo]\n', {}],
  ])('of MLflow show %s', async (_, flavor, files) => {
    expect(await verdictOf('d', { 'd/MLmodel': mlmodel(flavor), ...files })).toBe('dangerous');
  });

  it('of MLflow accuse nobody who brings a requirements file and an example', async () => {
    const files = { 'd/requirements.txt': 'mlflow\n', 'd/input_example.json': '{}', 'd/model.pkl': DATA };
    expect(await verdictOf('d', { 'd/MLmodel': mlmodel('    model_path: model.pkl\n'), ...files })).toBe('safe');
  });

  it('of spaCy show the program of the package, and not the one that spaCy writes', async () => {
    const pipeline = { 'd/meta.json': '{"spacy_version":">=3"}', 'd/config.cfg': '[nlp]\n' };
    const own = [
      'from pathlib import Path',
      'from spacy.util import load_model_from_init_py, get_model_meta',
      '',
      "__version__ = get_model_meta(Path(__file__).parent)['version']",
      'def load(**overrides):',
      '    return load_model_from_init_py(__file__, **overrides)',
    ].join('\n');
    expect(await verdictOf('d/meta.json', { ...pipeline, 'd/__init__.py': own })).toBe('safe');
    expect(await verdictOf('d/meta.json', { ...pipeline, 'd/__init__.py': `${own}\n${program}` })).toBe('dangerous');
    // A declared encoding may make other code of the same bytes.
    expect(await verdictOf('d/meta.json', { ...pipeline, 'd/__init__.py': `# coding: utf-7\n${own}` })).toBe('unknown');
  });
});

describe('names that a template puts together elsewhere', () => {
  it.each([
    "{% set u = '_' %}{% set c = u~u~'class'~u~u %}{{ m[c] }}",
    "{% set k = ['_','_','class','_','_']|join %}{{ m[k] }}",
    '{% set x %}__class__{% endset %}{{ m[x] }}',
    "{{ m['x__class__x'[1:-1]] }}",
    "{{ m[' __class__ '|trim] }}",
    // Each of these gets what is printed there as a text; Jinja was asked.
    "{% macro k() %}{{ '__class__' }}{% endmacro %}{{ m[k()] }}",
    "{% block b %}{{ '__class__' }}{% endblock %}{{ m[self.b()] }}",
    "{% for i in [[1]] recursive %}{% if i is iterable %}{{ m[loop(i)] }}{% else %}{{ '__class__' }}{% endif %}{% endfor %}",
    "{%- set k -%}{{ '__class__' }}{% endset %}{{ m[k] }}",
    "{% set k | trim %}{{ '__class__' }}{% endset %}{{ m[k] }}",
    "{% set k | replace('=', '') %}{{ '__class__' }}{% endset %}{{ m[k] }}",
    "{% set k | replace('%', '') %}{{ '__class__' }}{% endset %}{{ m[k] }}",
    "{% for i in [[7 % 4]] recursive %}{% if i is iterable %}{{ m[loop(i)] }}{% else %}{{ '__class__' }}{% endif %}{% endfor %}",
    "{% macro k() %}{{ m[caller()] }}{% endmacro %}{% call k() %}{{ '__class__' }}{% endcall %}",
  ])('are reached: %s', (template) => expect(templateReaches(template)).not.toEqual([]));

  it.each([
    "{{ '_' * 40 }}",
    "{% set x = m['class']|string %}{{ labels[x] }}",
    '{% set text %}def __init__(self): pass{% endset %}{{ text }}',
    "{% set role = 'init' ~ m.role %}{{ role }}",
    "{{ '__start__' }}{% for m in messages %}{{ '__' + m.role + '__' ~ m.content }}{% endfor %}",
  ])('are not: %s', (template) => expect(templateReaches(template)).toEqual([]));
});

describe('XML that no format explains', () => {
  it.each([
    ['a comment', `<!-- ${'x'.repeat(70_000)} -->`],
    ['blanks', ' '.repeat(70_000)],
  ])('tells of entities before its root, behind %s', async (_, long) => {
    const text = `<?xml version="1.0"?>${long}<!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]><a/>`;
    expect(await verdictOf('m.pmml', { 'm.pmml': text })).toBe('dangerous');
  });
  it('is not accused of those that it writes about', async () => {
    const text = `<a>&lt;!DOCTYPE a [&lt;!ENTITY</a><![CDATA[<!DOCTYPE a [<!ENTITY x "y">]>]]>`;
    expect(await verdictOf('m.xml', { 'm.xml': text })).toBe('unknown');
    expect(await verdictOf('m.xml', { 'm.xml': '<!--'.repeat(100_000) })).toBe('unknown');
  });
});

describe('archives that run programs', () => {
  const manifest = { name: 'MAR-INF/MANIFEST.json', data: '{"model":{"handler":"h.py"}}' };
  const handler = { name: 'h.py', data: 'import os\nos.system("echo fixture")\n' };
  it('are known as tars, too', async () => {
    expect(await verdictOf('m.tar.gz', { 'm.tar.gz': gzipSync(tarOf([manifest, handler])) })).toBe('dangerous');
    expect(await verdictOf('m.tar.gz', { 'm.tar.gz': gzipSync(tarOf([handler])) })).not.toBe('dangerous');
  });
  it('of torch are looked into program by program', async () => {
    const own = [
      { name: 'm/.data/extern_modules', data: '' },
      { name: 'm/.data/version', data: '6' },
    ];
    const files = (data: string) => ({ 'm.pt': zipOf([...own, { name: 'm/own.py', data }]) });
    expect(await verdictOf('m.pt', files(handler.data))).toBe('dangerous');
    expect(await verdictOf('m.pt', files('def f(x):\n    return x\n'))).toBe('unknown');
  });
});

it('reads both of two formats in the same bytes', async () => {
  const zip = zipOf([{ name: 'labels.pkl', data: PAYLOAD }]);
  const tflite = Buffer.concat([latin1('\x1c\0\0\0TFL3'), Buffer.alloc(64)]);
  expect(await verdictOf('m.tflite', { 'm.tflite': Buffer.concat([tflite, zip]) })).toBe('dangerous');
  const program = Buffer.concat([latin1('\x7fELF\x02\x01\x01'), Buffer.alloc(64, 0xcc)]);
  const checkpoint = zipOf([
    { name: 'a.npy', data: '' },
    { name: 'a.txt', data: '' },
  ]);
  expect(await judged('m.zip', { 'm.zip': Buffer.concat([program, checkpoint]) })).toMatchObject({
    verdict: 'unknown',
    status: 'inconclusive',
  });
});
