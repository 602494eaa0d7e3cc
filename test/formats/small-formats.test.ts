import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { parseRow } from '../../src/formats/csv.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { templateReaches } from '../../src/formats/jinja-template.js';
import { hostCalls } from '../../src/formats/python-host-calls.js';
import { readZarr } from '../../src/formats/zarr-array.js';
import type { ZarrArray } from '../../src/formats/zarr-metadata.js';
import { type MemoryFiles, memoryAccess } from './memory-access.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'neutral');
const read = (path: string) => readFileSync(join(fixtures, path));
const inspect = (path: string, content: Uint8Array | string, others: MemoryFiles = {}) =>
  inspectModel(path, memoryAccess({ [path]: content, ...others }), { digests: true });
const codes = async (path: string, content: Uint8Array | string, others: MemoryFiles = {}) =>
  (await inspect(path, content, others)).observations.map(({ code }) => code);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('json-weights', () => {
  it('names arrays by their path and leaves text and settings apart', async () => {
    const found = await inspect(
      'm.json',
      '{"lr": 0.5, "layers": [{"weight": [[1.5, 2], [3, 4]], "name": "a"}, {"bias": [0.1]}], "intercept": 7}',
    );
    expect(found.format.id).toBe('json-weights');
    expect(found.contents.tensors.map(({ name, shape, dtype }) => [name, shape, dtype])).toEqual([
      ['layers.0.weight', [2, 2], 'float64'],
      ['layers.1.bias', [1], 'float64'],
      ['intercept', [], 'float64'],
    ]);
    expect(found.contents.facts).toContainEqual({ key: 'lr', value: 0.5, where: '#lr' });
  });

  it('takes float32 values that were written with all their digits for what they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 8 }),
        async (values) => {
          const single = Float32Array.from([0.1, ...values]);
          const found = await inspect('m.json', JSON.stringify({ 'fc.weight': [...single] }));
          const bytes = Buffer.alloc(single.length * 4);
          for (const [i, value] of single.entries()) bytes.writeFloatLE(Object.is(value, -0) ? 0 : value, i * 4);
          expect(found.contents.tensors).toMatchObject([{ dtype: 'float32', shape: [single.length] }]);
          expect(found.digests).toEqual([sha256(bytes)]);
        },
      ),
    );
  });

  it('lists the parts of what is not rectangular', async () => {
    const found = await inspect('m.json', '{"weights": [[[1, 2], [3, 4]], [[5]]], "bias": [1, "x"]}');
    expect(found.contents.tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ['weights.0', [2, 2]],
      ['weights.1', [1, 1]],
    ]);
  });
});

describe('csv', () => {
  it('reads back every row that was quoted', () => {
    const cells = fc.array(
      fc.string({ unit: 'grapheme', maxLength: 9 }).filter((cell) => !/[\r\n]/.test(cell)),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(cells, (row) =>
        expect(parseRow(row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','), ',')).toEqual(row),
      ),
    );
  });

  it.each([
    ['term,estimate\nx,1\n', 'csv-coefficients'],
    ['"";"coef"\n"x";1.5\n"(Intercept)";-2\n', 'csv-coefficients'],
    ['id,value\n1,2\n', 'csv'],
    ['name,coef\nx,high\n', 'csv'],
    ['only words here\nand here\n', 'text'],
  ])('tells coefficients from other tables: %j', async (text, id) => {
    expect((await inspect('t.csv', text)).format.id).toBe(id);
  });

  it('reports rows of other lengths', async () => {
    expect(await codes('t.csv', `term,estimate\n${'x,1\n'.repeat(2000)}y\n`)).toEqual(['invalid-structure']);
  });
});

describe('pmml', () => {
  const pmml = (inside: string, before = '') =>
    `<?xml version="1.0"?>${before}<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>${inside}</PMML>`;

  it('tells model, target and coefficients', async () => {
    const found = await inspect(
      'm.pmml',
      pmml(
        '<RegressionModel functionName="regression"><MiningSchema><MiningField name="y" usageType="target"/></MiningSchema><RegressionTable intercept="1"><NumericPredictor name="x" coefficient="-2.5"/></RegressionTable></RegressionModel>',
      ),
    );
    const facts = Object.fromEntries(found.contents.facts.map(({ key, value }) => [key, value]));
    expect(facts).toMatchObject({
      version: '4.4',
      model: 'RegressionModel',
      target: 'y',
      coefficients: { intercept: 1, x: -2.5 },
    });
    expect(found.status).toBe('complete');
  });

  it('tells coefficients of every class apart, and those of general regressions by their labels', async () => {
    const coefficients = async (inside: string) =>
      (await inspect('m.pmml', pmml(inside))).contents.facts.find(({ key }) => key === 'coefficients')?.value;
    const table = (category: string, intercept: number) =>
      `<RegressionTable targetCategory="${category}" intercept="${intercept}"/>`;
    expect(await coefficients(`<RegressionModel>${table('yes', 2)}${table('no', 0)}</RegressionModel>`)).toEqual({
      'yes: intercept': 2,
      'no: intercept': 0,
    });
    expect(
      await coefficients(
        '<GeneralRegressionModel><ParameterList><Parameter name="p0" label="Intercept"/><Parameter name="p1"/></ParameterList><ParamMatrix><PCell parameterName="p0" beta="1.5"/><PCell parameterName="p1" beta="-2"/></ParamMatrix></GeneralRegressionModel>',
      ),
    ).toEqual({ Intercept: 1.5, p1: -2 });
  });

  it('reports entities, a foreign DTD, and a document without a model', async () => {
    expect(await codes('m.pmml', pmml('', '<!DOCTYPE PMML [<!ENTITY x SYSTEM "file:///etc/passwd">]>'))).toEqual([
      'dtd-entity',
    ]);
    expect(
      await codes(
        'm.pmml',
        pmml('<TreeModel/>', '<!DOCTYPE PMML PUBLIC "PMML 2.0" "http://www.dmg.org/v2-0/pmml_v2_0.dtd">'),
      ),
    ).toEqual(['external-reference']);
    expect(await codes('m.pmml', pmml(''))).toEqual(['invalid-structure']);
  });
});

describe('openvino-ir', () => {
  const net = (data: string) =>
    `<?xml version="1.0"?><net name="m" version="11"><layers><layer id="0" name="w" type="Const"><data ${data}/></layer></layers></net>`;

  it.each([
    ['weights that are missing', 'element_type="f32" shape="2" offset="0" size="8"', {}, 'missing-file'],
    [
      'weights that end too early',
      'element_type="f32" shape="2" offset="4" size="8"',
      { 'm.bin': Buffer.alloc(8) },
      'truncated',
    ],
    [
      'a size that contradicts the shape',
      'element_type="f32" shape="2" offset="0" size="4"',
      { 'm.bin': Buffer.alloc(8) },
      'invalid-structure',
    ],
    [
      'an unknown type',
      'element_type="q7" shape="2" offset="0" size="4"',
      { 'm.bin': Buffer.alloc(8) },
      'invalid-structure',
    ],
    [
      'a negative offset',
      'element_type="f32" shape="1" offset="-4" size="4"',
      { 'm.bin': Buffer.alloc(8) },
      'invalid-structure',
    ],
  ])('reports %s', async (_what, data, others, code) => {
    expect(await codes('m.xml', net(data), others)).toEqual([code]);
  });
});

describe('tfjs-layers', () => {
  const model = (paths: string[], shape = [2]) =>
    JSON.stringify({
      modelTopology: {},
      weightsManifest: [{ paths, weights: [{ name: 'w', shape, dtype: 'float32' }] }],
    });

  it('reads a weight that two files share', async () => {
    const found = await inspect('m.json', model(['a', 'b']), {
      a: Buffer.from([1, 2, 3]),
      b: Buffer.from([4, 5, 6, 7, 8]),
    });
    expect(found.digests).toEqual([sha256(Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]))]);
  });

  it.each([
    ['a file that is missing', ['a', 'gone'], { a: Buffer.alloc(8) }, 'missing-file'],
    ['a path that leaves the folder', ['../a'], {}, 'path-escape'],
    ['too few bytes', ['a'], { a: Buffer.alloc(7) }, 'truncated'],
    ['too many bytes', ['a'], { a: Buffer.alloc(9) }, 'invalid-structure'],
  ] as [string, string[], MemoryFiles, string][])('reports %s', async (_what, paths, others, code) => {
    expect(await codes('m.json', model(paths), others)).toEqual([code]);
  });
});

describe('text models', () => {
  it('reports a LightGBM model that lost trees, or its end', async () => {
    const text = read('lightgbm-binary/model.txt').toString();
    expect(await codes('m.txt', text.replace(/Tree=2[\s\S]*?(?=end of trees)/, ''))).toEqual(['truncated']);
    expect(await codes('m.txt', text.slice(0, text.indexOf('end of trees')))).toEqual(['truncated']);
  });

  it('reports a LIBSVM model without vectors', async () => {
    expect(await codes('m', 'svm_type c_svc\nkernel_type rbf\n')).toEqual(['truncated']);
  });
});

describe('xgboost', () => {
  it('reports trees that are fewer than declared', async () => {
    expect(
      await codes('m.json', read('xgboost-json/model.json').toString().replace('"num_trees":"3"', '"num_trees":"4"')),
    ).toEqual(['invalid-structure']);
  });

  it('reads the three ways of writing one model to the same trees', async () => {
    const found = await Promise.all([
      inspect('m.json', read('xgboost-json/model.json')),
      inspect('m.ubj', read('xgboost-ubj/model.ubj')),
      inspect('m.bin', read('xgboost-bin/model.bin')),
    ]);
    expect(new Set(found.map(({ digests }) => JSON.stringify(digests))).size).toBe(1);
  });
});

describe('tflite', () => {
  it('reports an unknown buffer, and buffers beyond the file', async () => {
    const bytes = read('tflite-lin/lin.tflite');
    expect(await codes('m.tflite', bytes.subarray(0, bytes.length - 200))).toContain('truncated');
  });
});

describe('chat templates', () => {
  it.each([
    ["{{ ''.__class__.__mro__ }}", ['__class__', '__mro__']],
    ["{{ x['__globals__'] }}", ['__globals__']],
    ["{{ x|attr('__init__') }}", ['__init__', 'attr']],
    ["{% include '/etc/passwd' %}", ['include']],
    ['{%- import "x" as y -%}', ['import']],
    ['{{ cycler._ }}', ['cycler._']],
    ['{{ x.__class__', ['__class__']],
    ["{{ x['\\x5f\\x5fclass\\x5f\\x5f'] }}", ['__class__']],
    ["{{ x['\\u005f_init__'] }}", ['__init__']],
    ["{% set a = '__cla' %}{% set b = 'ss__' %}{{ x[a ~ b] }}", ['__cla', 'ss__']],
    ["{{ x['_' * 2 ~ 'class' ~ '_' * 2] }}", ["['_' * 2 ~ 'class' ~ '_' * 2]", '__']],
    ["{{ x['%c%cclass'|format(95, 95)] }}", ["['%c%cclass'|format(95, 95)]"]],
    ["{{ x[['_', '_', 'class']|join] }}", ["[['_', '_', 'class']|join]"]],
    ["{% set u = '_' %}{% set k = u ~ 'class' %}{{ ()[k] }}", ['[]']],
    ["{{ [x]|map('attr', k)|list }}", ['attr', 'attribute']],
    ["{{ [x]|map(attribute=k ~ 'y')|list }}", ['attribute']],
    ["{% filter attr('x') %}{% endfilter %}", ['attr']],
    ['{{ (lipsum|string)[18] }}', ['lipsum']],
    ['{{ x.gi_frame.f_back }}', ['f_back', 'gi_frame']],
    ["{{ '}}' ~ x.__class__ }}", ['__class__']],
    ["{{ xs | map(attribute='a.__class__') | list }}", ['__class__']],
  ])('reach outside: %s', (template, names) => {
    expect(
      templateReaches(template)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names.sort());
  });

  it.each([
    "{% for message in messages %}{{ message['role'] + ': ' + message['content'] | trim }}{% endfor %}",
    "{%- set ns = namespace(found=false) -%}{% if not ns.found %}{{ raise_exception('import os') }}{% endif %}",
    'please __import__ os, {# {{ x.__class__ }} #} and include it',
    "{{ ' is __init__ a word' }}",
    // As the templates of well-known chat models do: markers, tools, counters, subscripts.
    "{{ '<|start_header_id|>' + messages[0]['role'] + '<|end_header_id|>\\n\\n' + messages[0]['content'] | trim + '<|eot_id|>' }}",
    "{%- if messages[0].role == 'system' %}{{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}{%- endif %}",
    "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('roles must alternate') }}{% endif %}",
    "{{ '[AVAILABLE_TOOLS] [' }}{% for tool in tools | selectattr('type', 'equalto', 'function') %}{{ tool['function'] | tojson }}{% endfor %}",
    "{{ '<start_of_turn>' + ('model' if message['role'] == 'assistant' else role) + '\\n' }}{{ '<__media__>' ~ loop_messages[-1]['content'] }}",
    "{% for arg in call['tool_' ~ name].items() %}{{ arg[0] | replace(' ', '_') }}{% if arg[0] == '__default__' %}x{% endif %}{% endfor %}",
    "{{ model.config['name'] ~ message.request['id'] }}",
    "{{ ['a', 'b'][loop.index0 % 2] ~ {'user': 'U'}[message.role] ~ [a, b]|join('_') }}{% if '__x__' in content %}{% endif %}",
    "{%- set ns = namespace(last=messages|length - 1) %}{{ messages[loop.index0 - 1].content.split('</think>')[-1] }}",
    "{{ messages|rejectattr('role', 'equalto', 'system')|map(attribute='content')|join(', ') }}",
  ])('are harmless: %s', (template) => {
    expect(templateReaches(template)).toEqual([]);
  });
});

describe('programs that come with a model', () => {
  const names = (source: string) => hostCalls(source).map(({ name }) => name);

  it('tell calls by the names that imports bind', () => {
    expect(
      names(
        'import os, sys as s\nfrom subprocess import (run as go, Popen)\nos.system("x")\ns.settrace(f)\ngo()\nPopen ()\n',
      ),
    ).toEqual(['os.system', 'sys.settrace', 'subprocess.run', 'subprocess.Popen']);
    expect(names('eval("1")\nx.eval()\n__import__("os")\n')).toEqual(['builtins.eval', 'builtins.__import__']);
    expect(hostCalls('import os\n\n\nos.remove(x)\n')).toEqual([{ name: 'os.remove', line: 4 }]);
  });

  it('tell nothing of words, comments and ordinary libraries', () => {
    expect(
      names(
        'import torch, os\n"""os.system()"""\n# os.system()\ntorch.load(os.path.join(a, "eval()"))\nmodel.eval()\n',
      ),
    ).toEqual([]);
  });
});

describe('chunks of Zarr', () => {
  it('join to the array that was cut', async () => {
    const dimensions = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 })), {
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(dimensions, async (sizes) => {
        const shape = sizes.map(([size]) => size);
        const chunks = sizes.map(([, chunk]) => chunk);
        const total = shape.reduce((product, size) => product * size, 1);
        const key = (at: readonly number[]) => (at.length === 0 ? '0' : at.join('.'));
        const array: ZarrArray = { dtype: 'uint8', shape, chunks, stages: [], fill: new Uint8Array(1), key };
        const whole = Buffer.from(Array.from({ length: total }, (_, i) => i % 251));
        /** Position in the whole array of an index tuple; -1 outside. */
        const flat = (at: number[]) =>
          at.some((n, i) => n >= shape[i]!) ? -1 : at.reduce((sum, n, i) => sum * shape[i]! + n, 0);
        const cut = async (key: string) => {
          const start = shape.length === 0 ? [] : key.split('.').map(Number);
          const bytes = Buffer.alloc(
            chunks.reduce((product, size) => product * size, 1),
            255,
          );
          for (let i = 0; i < bytes.length; i++) {
            let rest = i;
            const inner = chunks.map(() => 0);
            for (let d = chunks.length - 1; d >= 0; d--) {
              inner[d] = rest % chunks[d]!;
              rest = Math.floor(rest / chunks[d]!);
            }
            const from = flat(inner.map((n, d) => n + start[d]! * chunks[d]!));
            if (from >= 0) bytes[i] = whole[from]!;
          }
          return bytes;
        };
        expect(Buffer.from(await readZarr(array, cut, DEFAULT_LIMITS)).equals(whole)).toBe(true);
      }),
    );
  });

  /** An array of bytes in one shard that is transposed as a whole. */
  const sharded = (shape: number[], inner: number[]): ZarrArray => ({
    dtype: 'uint8',
    shape,
    chunks: shape,
    stages: [
      { kind: 'shard', chunks: inner, stages: [], index: [], indexAtEnd: true },
      { kind: 'transpose', order: [1, 0] },
    ],
    fill: Uint8Array.of(0),
    key: (at) => at.join('.'),
  });

  it('undoes a shard of what was transposed', async () => {
    const index = Buffer.alloc(32);
    for (const [i, number] of [0n, 4n, 4n, 4n].entries()) index.writeBigUInt64LE(number, i * 8);
    const shard = Buffer.concat([Uint8Array.of(0, 4, 1, 5, 2, 6, 3, 7), index]);
    const values = await readZarr(sharded([2, 4], [2, 2]), async () => shard, DEFAULT_LIMITS);
    expect([...values]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('rejects inner chunks that do not divide the shard, and counts them before it makes any', async () => {
    const read = async () => new Uint8Array(64);
    await expect(readZarr(sharded([2, 4], [3, 2]), read, DEFAULT_LIMITS)).rejects.toThrow(
      'inner chunks that divide [4,2]',
    );
    await expect(readZarr(sharded([1 << 14, 1 << 14], [1, 1]), read, DEFAULT_LIMITS)).rejects.toThrow(
      'expected an index of 4294967296 bytes',
    );
  });
});

describe('python-script', () => {
  const script = async (...lines: string[]) => {
    const { format, status, contents } = await inspect('predict.py', `${lines.join('\n')}\n`);
    return { id: format.id, status, loads: contents.observations.map(({ code, name, line }) => [code, name, line]) };
  };

  it('tells loaders without their guard, with the line', async () => {
    expect(
      await script(
        'import torch',
        'from numpy import load as read',
        'text = "torch.load(x, weights_only=False)"  # weights_only=False',
        'a = torch.load(',
        '    open("a.pt", "rb"),',
        '    weights_only=False,',
        ')',
        'b = read("b.npy", allow_pickle = True)',
      ),
    ).toEqual({
      id: 'python-script',
      status: 'complete',
      loads: [
        ['unsafe-load', 'torch.load(weights_only=False)', 4],
        ['unsafe-load', 'numpy.load(allow_pickle=True)', 8],
      ],
    });
  });

  it('tells nothing where the guard is on', async () => {
    const { loads } = await script('import torch', 'torch.load("a.pt", weights_only=True)', 'f(g(weights_only=False))');
    expect(loads).toEqual([]);
  });

  it('is no other text', async () => {
    expect((await inspect('notes.txt', 'import torch\n')).format.id).toBe('text');
  });
});

describe('spark-ml', () => {
  const metadata = JSON.stringify({ class: 'org.apache.spark.ml.X', sparkVersion: '4.3.0', paramMap: { seed: 7 } });
  const inspectSpark = (others: MemoryFiles) =>
    inspectModel('m', memoryAccess({ 'm/metadata/part-00000': metadata, 'm/metadata/_SUCCESS': '', ...others }));

  it('tells class, version and given parameters', async () => {
    const { format, contents, status } = await inspectSpark({});
    expect([format.id, status]).toEqual(['spark-ml', 'complete']);
    expect(contents.facts.map(({ key, value }) => [key, value])).toEqual([
      ['class', 'org.apache.spark.ml.X'],
      ['sparkVersion', '4.3.0'],
      ['seed', 7],
    ]);
  });

  it('reports tables that are none', async () => {
    for (const bytes of [
      Buffer.from('PAR1'),
      Buffer.alloc(64),
      Buffer.from(`PAR1${'x'.repeat(40)}\xff\xff\xff\xffPAR1`, 'latin1'),
    ]) {
      const { observations, status } = await inspectSpark({ 'm/data/part-0.snappy.parquet': bytes });
      expect([status, observations.map(({ code }) => code)]).toEqual(['inconclusive', ['invalid-structure']]);
    }
  });
});

describe('word2vec', () => {
  it('reads words that contain spaces, and tells lines that are missing', async () => {
    const found = await inspect('v.vec', '2 2\nc 1 2\na b 3 4\n');
    expect(found.contents.tensors).toMatchObject([{ name: 'vectors', shape: [2, 2] }]);
    expect(found.digests).toEqual([sha256(Buffer.from(Float32Array.of(1, 2, 3, 4).buffer))]);
    expect(await codes('v.vec', '3 2\na 1.25 2\nb 3.5 4\n')).toEqual(['truncated']);
    expect(await codes('v.vec', '9 300\na 1 2\n')).toContain('truncated');
  });
});
