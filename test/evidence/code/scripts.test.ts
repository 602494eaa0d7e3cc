import { describe, expect, it } from '@jest/globals';
import { code, evidenceOf } from './evidence-of.js';

const FIT = ['from sklearn.ensemble import RandomForestClassifier', 'model = RandomForestClassifier().fit(x, y)'];

/** What a training program writes: models by path, others by pattern. */
async function writes(models: string[], ...lines: string[]): Promise<string[]> {
  const { scripts } = await evidenceOf({ 'src/train.py': code(...FIT, ...lines) }, models);
  return scripts.flatMap((script) =>
    script.writes.map(({ model, pattern, line, how }) => `${model ?? '-'} ${pattern ?? '-'} ${line} ${how}`),
  );
}
const roleOf = async (path: string, ...lines: string[]): Promise<string | undefined> =>
  (await evidenceOf({ [path]: code(...lines) })).scripts.find((script) => script.path === path)?.role;

describe('what scripts write', () => {
  it('is resolved through constants, joins, formats and files opened before', async () => {
    const lines = [
      'import os, joblib, pickle',
      'C = 1.0',
      'DIR = "models"',
      'joblib.dump(model, os.path.join(DIR, "a.joblib"))',
      'with open(f"model_C={C}.bin", "wb") as f:',
      '    pickle.dump((None, model), f)',
      'joblib.dump(model, "{}/{}_v{:02d}.pkl".format(DIR, "rf", 3))',
    ];
    expect(await writes(['models/a.joblib', 'model_C=1.0.bin', 'models/rf_v03.pkl'], ...lines)).toEqual([
      'models/a.joblib - 6 joblib.dump',
      'model_C=1.0.bin - 8 pickle.dump',
      'models/rf_v03.pkl models/rf_v*.pkl 9 joblib.dump',
    ]);
  });

  it('is found by patterns with many holes', async () => {
    const name = `models/${'a'.repeat(200)}.pkl`;
    const holes = (end: string) => [`joblib.dump(model, f"models/${'a{x}'.repeat(60)}${end}")`];
    expect(await writes([name], 'import joblib', ...holes('b{x}.pkl'))).toEqual([
      `- models/${'a*'.repeat(60)}b*.pkl 4 joblib.dump`,
    ]);
    expect(await writes([name], 'import joblib', ...holes('.pkl'))).toEqual([
      `${name} models/${'a*'.repeat(60)}.pkl 4 joblib.dump`,
    ]);
  });

  it('is found from the folder of the script too, with templates of frameworks', async () => {
    const lines = [
      'from keras.callbacks import ModelCheckpoint',
      'ModelCheckpoint("../out/m.{epoch:02d}-{val_acc:.2f}.hdf5")',
    ];
    expect(await writes(['out/m.01-0.50.hdf5', 'out/m.02-0.61.hdf5', 'out/other.hdf5'], ...lines)).toEqual([
      'out/m.01-0.50.hdf5 out/m.*-*.hdf5 4 keras.callbacks.ModelCheckpoint',
      'out/m.02-0.61.hdf5 out/m.*-*.hdf5 4 keras.callbacks.ModelCheckpoint',
    ]);
  });

  it('is what Lightning keeps without being asked, in its own folder or where the logger is', async () => {
    const checkpoint = 'lightning_logs/version_0/checkpoints/epoch=1-step=8.ckpt';
    const trainer = (options: string) => ['import lightning as L', `t = L.Trainer(${options})`];
    const pattern = 'lightning_logs/version_*/checkpoints/*.ckpt';
    expect(await writes([checkpoint], ...trainer('max_epochs=2'))).toEqual([
      `${checkpoint} ${pattern} 4 lightning.Trainer`,
    ]);
    expect(await writes([], ...trainer('max_epochs=2'))).toEqual([`- ${pattern} 4 lightning.Trainer`]);
    expect(await writes([checkpoint], ...trainer('enable_checkpointing=False'))).toEqual([]);
    expect(await writes([], ...trainer('callbacks=[mine]'))).toEqual([]);
    const named = 'logs/mine/version_3/checkpoints/last.ckpt';
    expect(
      await writes(
        [named],
        'from pytorch_lightning.loggers import CSVLogger',
        'import pytorch_lightning as pl',
        't = pl.Trainer(logger=CSVLogger("logs", name="mine"))',
      ),
    ).toEqual([`${named} logs/mine/version_*/checkpoints/*.ckpt 5 lightning.loggers.CSVLogger`]);
  });

  it('is a pattern where no model fits', async () => {
    expect(
      await writes(
        [],
        'import joblib',
        'for epoch in range(3):',
        '    joblib.dump(model, f"ckpt/epoch_{epoch}.joblib")',
      ),
    ).toEqual(['- ckpt/epoch_*.joblib 5 joblib.dump']);
  });

  it('is no model where the object is data or the name is too plain', async () => {
    expect(
      await writes(
        ['deep/model.pkl'],
        'import pickle',
        'pickle.dump({"a": 0}, open("vocab.pkl", "wb"))',
        'name = ask()',
        'pickle.dump(model, open(name + ".pkl", "wb"))',
      ),
    ).toEqual(['- *.pkl 6 pickle.dump']);
  });

  it('stands at the line of the program that leads there', async () => {
    const files = {
      'saver.py': code(
        'import torch',
        'class Saver:',
        '    def __init__(self, path): self.path = path',
        '    def save(self, net): torch.save(net.state_dict(), self.path)',
      ),
      'train.py': code(
        'import torch',
        'from saver import Saver',
        'net = torch.nn.Linear(1, 1)',
        'net(x).backward()',
        'Saver("best.pt").save(net)',
      ),
    };
    const { scripts } = await evidenceOf(files, ['best.pt']);
    expect(scripts.find(({ path }) => path === 'train.py')?.writes).toEqual([
      { model: 'best.pt', line: 5, how: 'torch.save' },
    ]);
  });

  it('is found in R', async () => {
    const { scripts } = await evidenceOf(
      { 'scripts/model.R': 'fit <- lm(y ~ x, d)\nsaveRDS(fit, file = here::here("models", "model.rds"))\n' },
      ['models/model.rds'],
    );
    expect(scripts[0]).toMatchObject({
      role: 'train',
      language: 'r',
      writes: [{ model: 'models/model.rds', line: 2 }],
    });
  });

  it('is found where a pipeline names it on the command line', async () => {
    const files = {
      'dvc.yaml': 'stages:\n  train:\n    cmd: python src/train.py data/x model.pkl\n',
      'src/train.py': code('import sys, pickle', ...FIT, 'pickle.dump(model, open(sys.argv[2], "wb"))'),
    };
    const { scripts } = await evidenceOf(files, ['model.pkl']);
    expect(scripts[0]?.writes).toMatchObject([{ model: 'model.pkl', line: 4 }]);
  });
});

describe('what scripts are for', () => {
  it('follows from calls of Julia whichever package they name', async () => {
    for (const fit of ['fit!(m, X, y)', 'DecisionTree.fit!(m, X, y)', 'Flux.Optimise.train!(loss, ps, data, opt)'])
      expect(await roleOf('a.jl', 'using DecisionTree, Flux', fit)).toBe('train');
  });

  it('follows from what they do', async () => {
    expect(await roleOf('a.py', ...FIT)).toBe('train');
    expect(await roleOf('a.py', 'import torch', 'torch.onnx.export(m, x, "m.onnx")')).toBe('export');
    expect(
      await roleOf(
        'a.py',
        'from sklearn.metrics import accuracy_score',
        'import joblib',
        'accuracy_score(joblib.load("m").predict(x), y)',
      ),
    ).toBe('evaluate');
    expect(await roleOf('a.py', 'import onnxruntime', 's = onnxruntime.InferenceSession("m.onnx")')).toBe('inference');
    expect(await roleOf('a.py', 'import pandas as pd', 'pd.read_csv("a.csv").to_csv("b.csv")')).toBe('preprocess');
    expect(
      await roleOf(
        'a.py',
        'from sklearn.feature_extraction.text import CountVectorizer',
        'CountVectorizer().fit(x)',
        'x.to_csv("y.csv")',
      ),
    ).toBe('preprocess');
  });

  it('is no training where an image is optimized, or speed is measured', async () => {
    expect(
      await roleOf(
        'a.py',
        'import torch',
        'image = torch.zeros(3)',
        'o = torch.optim.Adam([image])',
        'loss(image).backward()',
        'o.step()',
      ),
    ).not.toBe('train');
    expect(await roleOf('bench.py', ...FIT)).toBe('other');
  });

  it('of shell scripts is that of what they start', async () => {
    const files = {
      'train.py': code(...FIT),
      'run.sh': 'python train.py --x 1\n',
      'get.sh': 'wget https://e.org/a.zip\n',
    };
    const { scripts } = await evidenceOf(files);
    expect(scripts.map(({ path, role }) => `${path} ${role}`)).toEqual([
      'train.py train',
      'get.sh preprocess',
      'run.sh train',
    ]);
  });
});
