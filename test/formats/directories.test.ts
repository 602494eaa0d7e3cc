import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { checkCoverage } from '../../src/formats/coverage.js';
import { directoryModel, directoryModels } from '../../src/formats/directory.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { escapes } from '../../src/formats/open-model.js';
import { type MemoryFiles, memoryAccess } from './memory-access.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'neutral');
const weights = readFileSync(join(fixtures, 'st-single', 'model.safetensors'));
const inspect = (path: string, files: MemoryFiles) => inspectModel(path, memoryAccess(files), { digests: true });
const config = (rest: object = {}) =>
  JSON.stringify({ model_type: 'bert', architectures: ['X'], transformers_version: '5.0.0', ...rest });

describe('directories that are one model', () => {
  it.each([
    ['tensorflow-savedmodel', ['saved_model.pb', 'variables/variables.index'], 'saved_model.pb', 1],
    ['mlflow-model', ['MLmodel', 'conda.yaml', 'model.pkl'], 'MLmodel', 2],
    ['coreml-package', ['Manifest.json', 'Data/com.apple.CoreML/model.mlmodel'], 'Manifest.json', 1],
    ['hf-model-dir', ['config.json', 'model.safetensors', 'train.log', 'tokenizer.json'], 'config.json', 2],
    ['peft-adapter', ['adapter_config.json', 'adapter_model.safetensors'], 'adapter_config.json', 1],
    ['diffusers-pipeline', ['model_index.json', 'unet/diffusion_pytorch_model.safetensors'], 'model_index.json', 1],
  ])('are recognized as %s by their names', (kind, paths, entry, companions) => {
    const found = directoryModel(paths.toSorted(), DEFAULT_LIMITS);
    expect([found?.kind, found?.entry, found?.companions.length]).toEqual([kind, entry, companions]);
  });

  it('are not every directory that has a file of that name', () => {
    for (const paths of [
      ['config.json'],
      ['config.json', 'src/index.ts'],
      ['Manifest.json', 'icon.png'],
      ['model.json', 'index.html'],
      [],
    ])
      expect(directoryModel(paths, DEFAULT_LIMITS)).toBeNull();
  });

  it('are found at any depth of a tree, and not again inside of each other', () => {
    const paths = [
      'a/saved_model.pb',
      'a/assets/config.json',
      'a/assets/model.safetensors',
      'b/c/config.json',
      'b/c/model.safetensors',
    ];
    expect(directoryModels(paths, DEFAULT_LIMITS).map(({ folder, kind }) => [folder, kind])).toEqual([
      ['a', 'tensorflow-savedmodel'],
      ['b/c', 'hf-model-dir'],
    ]);
  });
});

describe('paths inside of models', () => {
  it('may not leave the folder on any system', () => {
    for (const path of ['', '/x', '\\x', 'C:x', 'C:/x', 'a/../../x', '..', 'a\\..\\b', 'file:///x', 'http://x', 'a\0b'])
      expect([path, escapes(path)]).toEqual([path, true]);
    for (const path of ['x', 'a/b.bin', 'a..b', '...', 'a b', 'x:y/z'.replace(':', '_')])
      expect([path, escapes(path)]).toEqual([path, false]);
  });
});

describe('hf-model-dir', () => {
  const base = { 'd/config.json': config(), 'd/model.safetensors': weights };

  it('is the same model by its folder and by its config', async () => {
    const byFolder = await inspect('d', base);
    const byFile = await inspect('d/config.json', base);
    expect(byFolder.format.id).toBe('hf-model-dir');
    expect(byFolder.digests).toEqual(byFile.digests);
    expect(byFile.contents.tensors.every(({ file }) => file === 'model.safetensors')).toBe(true);
    expect(byFile.contents.needs).toContainEqual({
      package: 'transformers',
      version: '5.0.0',
      evidence: 'config.json',
    });
  });

  it('lists the most open weights and still looks into the others', async () => {
    const payload = Buffer.from('cos\nsystem\n(S"echo fixture"\ntR.');
    const found = await inspect('d', { ...base, 'd/pytorch_model.bin': payload });
    expect(found.contents.tensors.length).toBeGreaterThan(0);
    expect(found.contents.globals).toContain('os.system');
    expect(found.contents.loading).toBe('code');
  });

  it('reads shards through their index', async () => {
    const names = (await inspect('d', base)).contents.tensors.map(({ name }) => name);
    const index = JSON.stringify({
      metadata: {},
      weight_map: Object.fromEntries(names.map((name) => [name, 'model-00001-of-00001.safetensors'])),
    });
    const found = await inspect('d', {
      'd/config.json': config(),
      'd/model.safetensors.index.json': index,
      'd/model-00001-of-00001.safetensors': weights,
    });
    expect(found.status).toBe('complete');
    expect(found.contents.tensors.map(({ name, file }) => [name, file])).toEqual(
      names.map((name) => [name, 'model-00001-of-00001.safetensors']),
    );
    expect(found.digests?.every(Boolean)).toBe(true);
  });

  it('tells code that comes with the model and what it calls', async () => {
    const program =
      'import subprocess as sp\nfrom torch import nn\nclass Net(nn.Module): pass\nsp.run(["echo", "fixture"])\n';
    const found = await inspect('d', {
      ...base,
      'd/config.json': config({ auto_map: { AutoModel: 'modeling_x.Net' } }),
      'd/modeling_x.py': program,
    });
    expect(found.contents.loading).toBe('code');
    expect(found.companions).toContain('d/modeling_x.py');
    expect(found.observations.map(({ code, name }) => [code, name])).toEqual([
      ['code-file', 'subprocess.run'],
      ['code-file', 'modeling_x.Net'],
    ]);
  });

  it('follows what such code imports, and modules that a list names', async () => {
    const found = await inspect('d', {
      ...base,
      'd/config.json': config({ auto_map: { AutoModel: 'modeling_x.X' } }),
      'd/modeling_x.py': 'from .parts import go\nclass X: pass\n',
      'd/parts.py': 'import os\nos.system("id")\n',
      'd/modules.json': JSON.stringify([{ type: 'sentence_transformers.models.Transformer' }, { type: 'own.Module' }]),
    });
    expect(found.contents.observations.map(({ code, name }) => [code, name])).toEqual([
      ['code-file', 'os.system'],
      ['code-file', 'modeling_x.X'],
      ['code-file', 'own.Module'],
    ]);
  });

  it('looks into pickles that lie beside the weights, without counting them as the model', async () => {
    const found = await inspect('d', { ...base, 'd/optimizer.pt': "cos\nsystem\n(S'id'\ntR." });
    expect(found.contents.loading).toBe('data-only');
    expect(found.contents.globals).toEqual(['os.system']);
  });

  it('looks into chat templates wherever tokenizers keep them', async () => {
    const evil = '{{ self.__init__.__globals__ }}';
    const files = {
      ...base,
      'd/tokenizer_config.json': JSON.stringify({ chat_template: [{ name: 'default', template: evil }] }),
      'd/chat_template.jinja': "{{ messages[0]['content'] }}",
    };
    const found = await inspect('d', files);
    expect(found.contents.loading).toBe('template');
    expect(new Set(found.observations.map(({ code }) => code))).toEqual(new Set(['template-injection']));
  });

  it('takes license, data and base model from the model card', async () => {
    const card = '---\nlicense: mit\nbase_model: bert-base-uncased\ndatasets: [imdb]\n---\n# x\n';
    const { facts } = (await inspect('d', { ...base, 'd/README.md': card })).contents;
    expect(facts.filter(({ where }) => where.startsWith('README.md')).map(({ key, value }) => [key, value])).toEqual([
      ['license', 'mit'],
      ['datasets', ['imdb']],
      ['base_model', 'bert-base-uncased'],
    ]);
  });
});

describe('peft-adapter', () => {
  it('reports an adapter without weights', async () => {
    const found = await inspect('d/adapter_config.json', {
      'd/adapter_config.json': '{"peft_type": "LORA", "base_model_name_or_path": "x"}',
    });
    expect(found).toMatchObject({
      format: { id: 'peft-adapter' },
      status: 'inconclusive',
      observations: [{ code: 'missing-file' }],
    });
  });
});

describe('mlflow-model', () => {
  it('reads the files that flavors name', async () => {
    const mlmodel =
      'flavors:\n  onnx:\n    data: model.safetensors\n    onnx_version: 1.23.1\n  python_function:\n    loader_module: mlflow.onnx\n    python_version: 3.11.2\nmlflow_version: 3.1.0\n';
    const found = await inspect('d', { 'd/MLmodel': mlmodel, 'd/model.safetensors': weights });
    expect(found.status).toBe('complete');
    expect(found.observations).toEqual([]);
    expect(found.contents.tensors.length).toBeGreaterThan(0);
    expect(found.contents.needs.map(({ package: name, version }) => `${name} ${version}`)).toEqual([
      'mlflow 3.1.0',
      'onnx 1.23.1',
    ]);
  });
});

describe('coverage of a file', () => {
  it('tells a thousand faults in a number', () => {
    const runs = Array.from({ length: 1000 }, (_, i) => ({ name: `t${i}`, start: 0, end: 2 }));
    const faults = checkCoverage(runs, 0, 2);
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)?.message).toContain('979 more');
  });
});
