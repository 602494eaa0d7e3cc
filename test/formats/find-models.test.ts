import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { byBytes } from '../../src/bytes/order.js';
import { memorySource } from '../../src/bytes/source.js';
import { findModels, openModels } from '../../src/formats/find-models.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { countingSource, type MemoryFiles, memoryAccess } from './memory-access.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'neutral');
const read = (path: string) => readFileSync(join(fixtures, path));

/** All files of a fixture under another folder. */
const copyOf = (name: string, to: string): MemoryFiles =>
  Object.fromEntries(
    readdirSync(join(fixtures, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.replace(join(fixtures, name), to).replace(/^\//, ''), readFileSync(path)];
      }),
  );

const find = async (files: MemoryFiles) =>
  (await findModels(Object.keys(files), memoryAccess(files))).map(({ entry, companions, format }) => [
    format.id,
    entry,
    companions.length,
  ]);

describe('finding models', () => {
  it('takes the checkpoints in folders below a model as models of their own', async () => {
    const files = { ...copyOf('hf-model-dir', 'out'), ...copyOf('hf-trainer-dir', 'out/checkpoint-500') };
    expect((await find(files)).map(([id, entry]) => [id, entry])).toEqual([
      ['hf-trainer-dir', 'out/checkpoint-500/trainer_state.json'],
      ['hf-model-dir', 'out/config.json'],
    ]);
  });

  it('takes a directory that is one model as one', async () => {
    const files = {
      ...copyOf('tf-module/model', 'saved'),
      ...copyOf('hf-model-dir', 'bert'),
      ...copyOf('peft-adapter-dir', 'runs/adapter'),
      ...copyOf('orbax-ocdbt/ckpt', 'jax/0'),
      ...copyOf('tfjs-layers', 'web'),
      ...copyOf('st-sharded', 'big'),
    };
    expect(await find(files)).toEqual([
      ['hf-model-dir', 'bert/config.json', 3],
      ['safetensors-sharded', 'big/model.safetensors.index.json', 2],
      ['orbax-ocdbt', 'jax/0/_METADATA', 11],
      ['peft-adapter', 'runs/adapter/adapter_config.json', 2],
      ['tensorflow-savedmodel', 'saved/saved_model.pb', 3],
      ['tfjs-layers', 'web/model.json', 2],
    ]);
  });

  it('keeps files of a model together by their names', async () => {
    const files = {
      ...copyOf('tf1-saver', 'ckpt'),
      ...copyOf('onnx-external', 'onnx'),
      ...copyOf('openvino-ir', 'ir'),
    };
    expect(await find(files)).toEqual(
      [
        ['openvino-ir', 'ir/model.xml', 1],
        ['onnx', 'onnx/ext.onnx', 1],
        ['tensorflow-checkpoint-v2', 'ckpt/model.ckpt-100.index', 2],
      ].sort((a, b) => byBytes(String(a[1]), String(b[1]))),
    );
  });

  it.each<[string, string, string]>([
    ['config.json', '{"a":1}', 'pytorch_model.bin'],
    ['MLmodel', '{"a":1}', 'model.pkl'],
    ['saved_model.pb', 'N.', 'variables/x.pkl'],
    ['trainer_state.json', '{"a":1}', 'training_args.bin'],
    ['adapter_config.json', '{"a":1}', 'adapter_model.bin'],
    ['model.json', '{"a":1}', 'x-shard1of1.bin'],
    ['a.index.json', '{"a":1}', 'a-1-of-2.bin'],
    ['m.pmml', '<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4"/>', 'm.pmml.data'],
    ['m.xml', '<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4"/>', 'm.bin'],
  ])('does not keep files with %s by their names alone', async (entry, content, beside) => {
    const payload = Buffer.from('\x80\x04cposix\nsystem\n(S"echo"\ntR.', 'latin1');
    const files = { [entry]: Buffer.from(content), [beside]: payload };
    expect((await find(files)).map(([id, path]) => [id, path])).toContainEqual(['pickle', beside]);
    // Whoever asks for the folder as one model is told that not all of it was read.
    const folder = Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`f/${path}`, bytes]));
    expect((await inspectModel('f', memoryAccess(folder))).status).not.toBe('complete');
  });

  it.each(['hf-model-dir', 'orbax-ocdbt/ckpt', 'tfjs-layers', 'st-sharded', 'tf-module/model'])(
    'looks into everything in a folder that is asked for as one model: %s',
    async (name) => {
      const payload = Buffer.from('\x80\x04cposix\nsystem\n(S"echo"\ntR.', 'latin1');
      const files = copyOf(name, 'f');
      const honest = await inspectModel('f', memoryAccess(files));
      expect([honest.status, honest.contents.globals]).toEqual(['complete', []]);
      for (const beside of ['f/scaler.pkl', 'f/.state', 'f/sub/x'])
        expect((await inspectModel('f', memoryAccess({ ...files, [beside]: payload }))).contents.globals).toEqual([
          'posix.system',
        ]);
    },
  );

  it('looks at files that belong to a model by name once it has not read them', async () => {
    const payload = Buffer.from('\x80\x04cposix\nsystem\n(S"echo"\ntR.', 'latin1');
    const onnx = read('onnx-inline/fc.onnx');
    const files = { 'm.onnx': onnx, 'm.onnx.data': payload, 'n.onnx': onnx, 'n.onnx.data': Buffer.alloc(0) };
    const found: string[] = [];
    for await (const model of openModels(Object.keys(files), memoryAccess(files))) {
      await model.inspect();
      found.push(model.entry);
    }
    expect(found).toEqual(['m.onnx', 'm.onnx.data', 'n.onnx']);
  });

  it('takes single files by content, and no pages, tables or settings', async () => {
    const files = {
      'a/odd-name': read('st-single/model.safetensors'),
      'a/model.txt': read('lightgbm-binary/model.txt'),
      'a/page.pt': read('html-as-pt/model.pt'),
      'data.json': '{"rows": [1, 2, 3]}',
      'notes.txt': 'weights are in a/',
      'train.py': read('st-single/model.safetensors'),
      'table.csv': 'a,b\n1,2\n',
    };
    expect(await find(files)).toEqual([
      ['lightgbm-text', 'a/model.txt', 0],
      ['safetensors', 'a/odd-name', 0],
    ]);
  });

  it('leaves the settings of a repository apart from a model at its root', async () => {
    const files = { ...copyOf('hf-model-dir', '.'), 'src/train.py': 'x', 'data/train.bin': 'y', 'package.json': '{}' };
    const [found] = await findModels(
      Object.keys(files).map((path) => path.replace(/^\.\//, '')),
      memoryAccess(Object.fromEntries(Object.entries(files).map(([path, file]) => [path.replace(/^\.\//, ''), file]))),
    );
    expect(found?.entry).toBe('config.json');
    expect(found?.companions).toEqual(['model.safetensors', 'tokenizer_config.json', 'vocab.txt']);
  });

  it('passes over what cannot be opened', async () => {
    const files = memoryAccess({ m: read('st-single/model.safetensors') });
    expect(await findModels(['gone', 'm'], files)).toMatchObject([{ entry: 'm' }]);
  });

  it('reads little of thousands of files', async () => {
    const text = memorySource(Buffer.from(`${'words and more words\n'.repeat(5000)}`));
    let read = 0;
    const files: MemoryFiles = {};
    for (let i = 0; i < 2_000; i++) {
      const source = countingSource(text);
      files[`d${i % 100}/f${i}.${i % 2 ? 'py' : 'dat'}`] = {
        size: source.size,
        read: async (start, end) => source.read(start, end).finally(() => (read += end - start)),
      };
    }
    expect(await findModels(Object.keys(files), memoryAccess(files))).toEqual([]);
    expect(read / 1_000).toBeLessThan(150_000);
  });
});
