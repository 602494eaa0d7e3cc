import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gatherSettings } from '../../../src/evidence/settings/settings.js';
import { collected } from '../collected.js';

const gather = (files: Record<string, string>) => gatherSettings(collected(files));

describe('parameter files', () => {
  it('reads seeds and hyperparameters of params.yaml with lines and scopes', async () => {
    const { seeds, hyperparameters } = await gather({
      'params.yaml': 'prepare:\n  split: 0.2\n  seed: 17\ntrain:\n  seed: 18\n  lr: 0.1\n  epochs: 3\n',
    });
    expect(seeds).toEqual([
      { path: 'params.yaml', line: 3, library: 'other', value: 17, how: 'config', scope: 'split', grade: 'fixed' },
      { path: 'params.yaml', line: 5, library: 'other', value: 18, how: 'config', scope: 'training', grade: 'fixed' },
    ]);
    expect(hyperparameters).toEqual([
      {
        source: 'params.yaml',
        values: { 'prepare.split': 0.2, 'prepare.seed': 17, 'train.seed': 18, 'train.lr': 0.1, 'train.epochs': 3 },
      },
    ]);
  });

  it('tells null, lists and texts apart from fixed seeds', async () => {
    const { seeds } = await gather({
      'configs/a.yaml':
        // biome-ignore lint/suspicious/noTemplateCurlyInString: an interpolation of OmegaConf
        'seed: null\nrandom_state: 7\nmy_seed: [1, 2]\nsplit_seed: ${seed}\nseed_url: http://x\nseeds: [Rome, Oslo]\nrng: true\n',
    });
    expect(seeds.map(({ library, value, grade, line }) => [library, value, grade, line])).toEqual([
      ['other', null, 'default-none', 1],
      ['sklearn', 7, 'fixed', 2],
      ['other', '1, 2', 'fixed', 3],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an interpolation of OmegaConf
      ['other', '${seed}', 'unknown', 4],
    ]);
  });

  it('reads JSON and TOML, determinism flags and the machine asked for', async () => {
    const files = {
      'conf/t.toml': '[train]\nseed = 3\nbatch_size = 4\nlr = 1e-3\n',
      'configs/m.json': '{\n "deterministic": false,\n "devices": 2,\n "lr": 1, "epochs": 2\n}',
    };
    const found = await gather(files);
    expect(found.seeds).toMatchObject([{ path: 'conf/t.toml', line: 2, value: 3 }]);
    expect(found.determinism).toEqual([{ path: 'configs/m.json', line: 2, flag: 'deterministic', value: 'false' }]);
    expect(found.hardware).toEqual([{ key: 'devices', value: '2', where: 'configs/m.json:3' }]);
  });

  it('leaves files of other tools and of tests alone', async () => {
    const text = 'seed: 1\nlr: 0.1\nepochs: 2\n';
    const found = await gather({
      '.github/config.yml': text,
      'tests/config.yaml': text,
      'mkdocs.yml': text,
      'package.json': '{"lr": 1, "epochs": 1, "seed": 2}',
    });
    expect([found.seeds, found.hyperparameters]).toEqual([[], []]);
  });

  it('counts what a run wrote as recorded', async () => {
    const { seeds } = await gather({ 'outputs/1/.hydra/config.yaml': 'seed: 5\nlr: 0.1\nepochs: 1\n' });
    expect(seeds).toMatchObject([{ value: 5, how: 'recorded', grade: 'recorded' }]);
  });

  it('reports broken configuration as unread', async () => {
    expect((await gather({ 'configs/x.yaml': 'a: [1\nb: 2' })).unread).toEqual([
      { path: 'configs/x.yaml', reason: expect.stringMatching(/^line \d/) },
    ]);
  });

  it('reads data sources that a configuration names', async () => {
    const { dataSources } = await gather({
      'data/coco.yaml': 'nc: 80\ndownload: https://example.com/coco.zip\n',
      'conf/d.yaml': 'dataset_name: org/set\nlr: 1\nepochs: 1\n',
    });
    expect(dataSources.map(({ kind, value, line }) => [kind, value, line])).toEqual([
      ['hf-dataset', 'org/set', 1],
      ['url', 'https://example.com/coco.zip', 2],
    ]);
  });

  it('survives keys of prototypes and every shape of JSON', async () => {
    const { hyperparameters } = await gather({
      'params.json': '{"__proto__": {"lr": 1}, "constructor": 2, "epochs": 3}',
    });
    expect(Object.keys(hyperparameters[0]!.values)).toEqual(['__proto__.lr', 'constructor', 'epochs']);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const text = JSON.stringify(value);
        const names = [
          'params.json',
          'metrics.json',
          'modelbag.run.json',
          'trainer_state.json',
          'adapter_config.json',
          'config.json',
          'datapackage.json',
          'wandb/r/files/config.yaml',
          'dvc.lock',
          'a.dvc',
          '1/run.json',
        ];
        const found = await gather(Object.fromEntries(names.map((name) => [name, text])));
        expect(JSON.parse(JSON.stringify(found))).toEqual(found);
      }),
    );
  });
});

describe('pipelines and run records', () => {
  it('reads the parameters that dvc.lock recorded', async () => {
    const found = await gather({
      'dvc.lock':
        "schema: '2.0'\nstages:\n  train:\n    cmd: python t.py\n    params:\n      params.yaml:\n        train.seed: 9\n        train.lr: 0.1\n",
    });
    expect(found.seeds).toEqual([
      { path: 'dvc.lock', line: 7, library: 'other', value: 9, how: 'recorded', scope: 'training', grade: 'recorded' },
    ]);
    expect(found.hyperparameters).toEqual([{ source: 'dvc.lock#train', values: { 'train.seed': 9, 'train.lr': 0.1 } }]);
  });

  it('reads imports and remotes of DVC', async () => {
    const files = {
      'data/a.xml.dvc':
        'deps:\n- path: x/a.xml\n  repo:\n    url: https://example.com/registry\n    rev_lock: abc\nouts:\n- md5: def\n  path: a.xml\n',
      'data/b.csv.dvc': 'outs:\n- md5: 123\n  path: b.csv\n',
      'data/b.csv': '1\n',
      'model.pkl.dvc': 'outs:\n- md5: 456\n  path: model.pkl\n',
      '.dvc/config': '[core]\n    remote = s\n[\'remote "s"\']\n    url = https://remote.example.com/s\n',
    };
    const { dataSources } = await gather(files);
    expect(dataSources.map(({ kind, value, line, packed }) => [kind, value, line, packed])).toEqual([
      ['url', 'https://example.com/registry#x/a.xml', 4, false],
      ['dvc', 'data/b.csv', 3, true],
      ['url', 'https://remote.example.com/s', 4, false],
    ]);
  });

  it('prefers the record of the run to every other witness', async () => {
    const record = {
      schema: 'modelbag/run/1',
      seeds: [{ library: 'torch', value: 42 }],
      hardware: { cpu: 'X', memoryBytes: 64e9 },
      parameters: { lr: 0.1 },
      metrics: { test_accuracy: 0.9 },
      durationSeconds: 12.5,
    };
    const found = await gather({
      'modelbag.run.json': JSON.stringify(record, null, 1),
      'train_results.json': '{"train_runtime": 99}',
    });
    expect(found.seeds).toMatchObject([{ library: 'torch', value: 42, how: 'recorded', grade: 'recorded' }]);
    expect(found.hardware).toMatchObject([
      { key: 'cpu', value: 'X' },
      { key: 'memory', value: '64 GB' },
    ]);
    expect(found.metrics[0]).toMatchObject({ name: 'test_accuracy', value: 0.9, split: 'test' });
    expect(found.cost).toEqual({ trainingSeconds: 12.5 });
  });

  it('reads metrics wherever a pipeline says they are', async () => {
    const files = {
      'dvc.yaml': 'metrics:\n- eval/m.json\n',
      'eval/m.json': '{"train": {"auc": 0.9},\n "test": {"auc": 0.8}}',
      'metrics.json': '{"accuracy": 0.7, "seed": 3}',
    };
    expect((await gather(files)).metrics).toEqual([
      { name: 'train.auc', value: 0.9, split: 'train', where: 'eval/m.json:1' },
      { name: 'test.auc', value: 0.8, split: 'test', where: 'eval/m.json:2' },
      { name: 'accuracy', value: 0.7, where: 'metrics.json:1' },
    ]);
  });

  it('takes the last evaluation of a Trainer', async () => {
    const state = {
      max_steps: 10,
      num_train_epochs: 2,
      train_batch_size: 4,
      log_history: [
        { loss: 2, step: 1 },
        { eval_loss: 1.5, step: 1 },
        { eval_loss: 1.2, step: 2 },
        { train_runtime: 60 },
      ],
    };
    const found = await gather({ 'ckpt/trainer_state.json': JSON.stringify(state) });
    expect(found.metrics.map(({ name, value, split }) => [name, value, split])).toEqual([
      ['eval_loss', 1.2, 'evaluation'],
      ['loss', 2, 'train'],
    ]);
    expect(found.cost.trainingSeconds).toBe(60);
    expect(found.hyperparameters.map(({ source }) => source)).toEqual(['ckpt/trainer_state.json']);
  });

  it('reads the facts of trackers without the people in them', async () => {
    const found = await gather({
      'wandb/run-1/files/wandb-metadata.json':
        '{"gpu": "A100", "cpu_count": 8, "email": "a@b.c", "host": "secret-host", "username": "someone"}',
      'wandb/run-1/files/config.yaml': 'seed:\n  value: 4\nlr:\n  value: 0.1\n',
      'mlruns/0/0123456789abcdef0123456789abcdef/params/seed': '11',
      'mlruns/0/0123456789abcdef0123456789abcdef/metrics/auc': '1700000000 0.75 1\n',
      'emissions.csv': 'timestamp,duration,gpu_model,cpu_model\n2024,33.5,,"Xeon, 2 GHz"\n',
      Dockerfile: 'FROM pytorch/pytorch:2.1.0-cuda11.8-cudnn8-runtime\n',
      'job.sh': '#!/bin/bash\n#SBATCH --gres=gpu:a100:4\n',
    });
    expect(JSON.stringify(found)).not.toMatch(/secret-host|a@b|someone/);
    expect(found.seeds.map(({ value, grade }) => [value, grade])).toEqual([
      [4, 'recorded'],
      [11, 'recorded'],
    ]);
    expect(found.hardware.map(({ key, value }) => [key, value])).toEqual([
      ['cpu_model', 'Xeon, 2 GHz'],
      ['gpu', 'A100'],
      ['cpu_count', '8'],
      ['slurm gres', 'gpu:a100:4'],
      ['cuda', '11.8'],
      ['cudnn', '8'],
    ]);
    expect(found.cost.trainingSeconds).toBe(33.5);
    expect(found.metrics).toEqual([{ name: 'auc', value: 0.75, where: expect.stringContaining('mlruns') }]);
  });
});

describe("what today's trackers leave", () => {
  // As MLflow 3, Sacred 0.8, Lightning 2 and W&B 0.2x write it; shortened.
  it('has numbers as numbers, data with its digest, and a run folder of Sacred once', async () => {
    const run = 'mlruns/0/0123456789abcdef0123456789abcdef';
    const found = await gather({
      [`${run}/params/alpha`]: '0.01',
      [`${run}/params/kernel`]: 'rbf',
      'mlruns/0/datasets/ab12/meta.yaml':
        'digest: c72bb08d\nname: dataset\nsource: \'{"url": "https://example.org/iris.csv"}\'\nsource_type: http\n',
      'my_runs/1/config.json': '{"lr": 0.1, "epochs": 2, "seed": 380000077}',
      'my_runs/1/run.json':
        '{"host": {"cpu": "EPYC"}, "result": 0.9, "start_time": "2026-01-02T03:04:05.500000", "stop_time": "2026-01-02T03:04:15.500000"}',
      'dvclive/params.yaml': 'lr: 0.1\nseed: 9\n',
    });
    expect(found.hyperparameters).toEqual([
      { source: 'my_runs/1/config.json', values: { lr: 0.1, epochs: 2, seed: 380000077 } },
      { source: run, values: { alpha: 0.01, kernel: 'rbf' } },
      { source: 'dvclive/params.yaml', values: { lr: 0.1, seed: 9 } },
    ]);
    expect(found.dataSources).toMatchObject([
      { kind: 'url', value: 'https://example.org/iris.csv', revision: 'c72bb08d', line: 3, packed: false },
    ]);
    expect(found.metrics).toEqual([{ name: 'result', value: 0.9, where: 'my_runs/1/run.json:1' }]);
    expect(found.cost.trainingSeconds).toBe(10);
    expect(found.seeds.map(({ value, grade }) => `${value} ${grade}`)).toEqual(['380000077 recorded', '9 recorded']);
  });

  it('has the seed that Sacred drew, in whatever folder, and its series of measures', async () => {
    const found = await gather({
      'experiments/1/run.json': '{\n  "host": {\n    "cpu": "AMD EPYC"\n  }\n}',
      'experiments/1/config.json': '{\n  "lr": 0.01,\n  "seed": 441285194\n}',
      'experiments/1/metrics.json': '{\n "train.loss": {\n  "steps": [0, 1],\n  "values": [1.0, 0.5]\n }\n}',
    });
    expect(found.seeds).toMatchObject([
      { path: 'experiments/1/config.json', line: 3, value: 441285194, grade: 'recorded' },
    ]);
    expect(found.hyperparameters).toEqual([
      { source: 'experiments/1/config.json', values: { lr: 0.01, seed: 441285194 } },
    ]);
    expect(found.hardware).toEqual([{ key: 'cpu', value: 'AMD EPYC', where: 'experiments/1/run.json:3' }]);
    expect(found.metrics).toEqual([
      { name: 'train.loss', value: 0.5, split: 'train', where: 'experiments/1/metrics.json:4' },
    ]);
  });

  it('has the last step of a measure of MLflow, however often it was logged, and no watch over the machine', async () => {
    const run = 'mlruns/0/0123456789abcdef0123456789abcdef/metrics';
    const { metrics } = await gather({
      // As MLflow 3 appends it: what is logged together with a model comes once more.
      [`${run}/loss`]: '1795725047646 1.0 0\n1795725047647 0.5 1\n1795725047648 0.25 2\n1795725047646 1.0 0\n',
      [`${run}/system/cpu_utilization_percentage`]: '1795725047646 97.5 0\n',
    });
    expect(metrics).toEqual([{ name: 'loss', value: 0.25, where: `${run}/loss:3` }]);
  });

  it('has numbers that time a run or set it, which measure nothing', async () => {
    const { metrics } = await gather({
      'all_results.json': JSON.stringify({ eval_loss: 1, eval_runtime: 2, eval_samples_per_second: 3, total_flos: 4 }),
      'dvclive/metrics.json': JSON.stringify({ lr: { pg0: 1 }, model: { parameters: 5, accuracy: 0.5 }, step: 1 }),
      'test_metrics.json': JSON.stringify({ loss_epoch: 1, best_epoch: 3, global_step: 9 }),
    });
    expect(metrics.map(({ name }) => name)).toEqual(['eval_loss', 'model.accuracy', 'loss_epoch']);
  });

  it('has tables by epoch, of which the last value counts', async () => {
    const { metrics } = await gather({
      'lightning_logs/version_0/hparams.yaml': 'lr: 0.1\n',
      'lightning_logs/version_0/metrics.csv':
        'epoch,step,train_loss,val_acc\n0,4,0.5,\n0,4,,0.7\n1,8,0.25,\n1,8,,0.8\n',
      'data/results.csv': 'epoch,loss\n1,2\n',
    });
    expect(metrics).toEqual([
      { name: 'train_loss', value: 0.25, split: 'train', where: 'lightning_logs/version_0/metrics.csv:4' },
      { name: 'val_acc', value: 0.8, split: 'validation', where: 'lightning_logs/version_0/metrics.csv:5' },
    ]);
  });

  it('has files that are not read, which is said', async () => {
    const { unread } = await gather({ '.aim/run_metadata.sqlite-wal': 'x', '.neptune/offline/a/operation': 'x' });
    expect(unread.map(({ path, reason }) => [path, reason.split(';')[0]])).toEqual([
      ['.aim/run_metadata.sqlite-wal', 'the tracker keeps its runs in a form of its own'],
      ['.neptune/offline/a/operation', 'the tracker keeps its runs in a form of its own'],
    ]);
  });
});

describe('model cards and hub files', () => {
  it('reads data, base model, results and the list of the Trainer', async () => {
    const card =
      '---\nbase_model: org/base\ndatasets: [glue]\nmodel-index:\n- name: x\n  results:\n  - dataset: {name: GLUE, split: validation}\n    metrics:\n    - {type: accuracy, value: 0.91}\n---\n# X\n\n### Training hyperparameters\n\n- learning_rate: 2e-05\n- seed: 42\n- num_devices: 2\n';
    const found = await gather({ 'README.md': card });
    expect(found.dataSources).toMatchObject([{ kind: 'hf-dataset', value: 'glue', line: 3 }]);
    expect(found.baseModels).toEqual([{ name: 'org/base', where: 'README.md:2' }]);
    expect(found.metrics).toEqual([{ name: 'accuracy', value: 0.91, split: 'validation', where: 'README.md:4' }]);
    expect(found.seeds).toMatchObject([{ line: 16, library: 'transformers', value: 42, grade: 'recorded' }]);
    expect(found.hardware).toEqual([{ key: 'num_devices', value: '2', where: 'README.md:17' }]);
  });

  it('reads the data that the Trainer was told of, where the card lists none', async () => {
    const card = (names: string) =>
      `---\nlibrary_name: transformers\n---\n# X\n\nThis model is a fine-tuned version of [a/b](https://huggingface.co/a/b) on ${names}.\n`;
    const of = async (names: string) =>
      (await gather({ 'README.md': card(names) })).dataSources.map(
        ({ kind, value, line }) => `${kind} ${value} ${line}`,
      );
    expect(await of('the glue and squad datasets')).toEqual(['other glue 6', 'other squad 6']);
    expect(await of('an unknown dataset')).toEqual([]);
  });

  it('reads the base of adapters and of fine-tuned models, not local folders', async () => {
    const found = await gather({
      'a/adapter_config.json': '{"base_model_name_or_path": "org/llm", "revision": "abc"}',
      'b/config.json': '{"model_type": "bert", "_name_or_path": "/home/x/out"}',
    });
    expect(found.baseModels).toEqual([{ name: 'org/llm', revision: 'abc', where: 'a/adapter_config.json:1' }]);
  });
});
