import { describe, expect, it } from '@jest/globals';
import { code, evidenceOf } from './evidence-of.js';

/** `seeded` and the missing libraries of the only program that trains. */
async function answer(...lines: string[]): Promise<string> {
  const { training } = await evidenceOf({ 'train.py': code(...lines) });
  return training.map(({ seeded, missing }) => [seeded, ...missing].join(' ')).join(', ');
}
const answerInR = async (text: string): Promise<string> =>
  (await evidenceOf({ 'train.R': text })).training.map(({ seeded }) => seeded).join();

const NET = [
  'model = torch.nn.Linear(3, 1)',
  'opt = torch.optim.SGD(model.parameters())',
  'for x in data:',
  '    model(x).backward()',
  '    opt.step()',
];

describe('an unmodified run', () => {
  it('is seeded when every library that draws is seeded before it draws', async () => {
    expect(await answer('import torch', 'torch.manual_seed(0)', ...NET)).toBe('yes');
    expect(await answer('import torch', ...NET)).toBe('no torch');
  });

  it('is seeded by frameworks that have a seed by default', async () => {
    expect(await answer('from ultralytics import YOLO', 'YOLO("yolo11n.yaml").train(data="x", seed=4)')).toBe('yes');
    expect(await answer('from ultralytics import YOLO', 'YOLO("yolo11n.yaml").train(data="x")')).toBe('yes');
  });

  it('is partly seeded when a library is left out', async () => {
    expect(
      await answer('import torch, numpy as np', 'torch.manual_seed(0)', 'order = np.random.permutation(9)', ...NET),
    ).toBe('partly numpy');
  });

  it('is partly seeded when weights are drawn before the seed', async () => {
    const lines = [
      'from transformers import AutoModelForSequenceClassification as M',
      'import torch',
      'model = M.from_pretrained("bert-base-uncased", num_labels=3)',
      'torch.manual_seed(42)',
      'model(x).backward()',
    ];
    expect(await answer(...lines)).toBe('partly torch');
    expect((await evidenceOf({ 'train.py': code(...lines) })).training).toMatchObject([
      { late: [{ library: 'torch', where: expect.stringMatching(/^train\.py:\d+$/) }] },
    ]);
  });

  it('is not seeded by a seed of the split alone', async () => {
    expect(
      await answer(
        'import torch',
        'from torch.utils.data import random_split',
        'a, b = random_split(d, [1, 2], generator=torch.Generator().manual_seed(0))',
        ...NET,
      ),
    ).toBe('no torch');
  });

  it('is not seeded by a guard that drops the default', async () => {
    const lines = [
      'import argparse, torch',
      'p = argparse.ArgumentParser()',
      'p.add_argument("--seed", type=int, default=0)',
      'args = p.parse_args()',
      'if args.seed:',
      '    torch.manual_seed(args.seed)',
      ...NET,
    ];
    expect(await answer(...lines)).toBe('no torch');
  });

  it('is not known to be seeded under conditions that are not known', async () => {
    expect(await answer('import torch', 'if flag():', '    torch.manual_seed(1)', ...NET)).toBe('unknown');
  });

  it('needs no seed where the method draws nothing', async () => {
    const data = ['from sklearn.model_selection import train_test_split', 'a, b = train_test_split(x, random_state=1)'];
    expect(
      await answer(
        ...data,
        'from sklearn.linear_model import LogisticRegression',
        'LogisticRegression(solver="liblinear").fit(a, b)',
      ),
    ).toBe('not-needed');
    expect(
      await answer(
        'from sklearn.linear_model import LogisticRegression',
        'LogisticRegression(solver="saga").fit(a, b)',
      ),
    ).toBe('no sklearn');
    expect(await answer('import statsmodels.api as sm', 'sm.OLS(y, x).fit()')).toBe('not-needed');
    expect(
      await answer('from sklearn.ensemble import RandomForestClassifier as F', 'F(random_state=3).fit(a, b)'),
    ).toBe('yes');
    expect(
      await answer(
        'import numpy as np',
        'from sklearn.ensemble import RandomForestClassifier as F',
        'np.random.seed(1)',
        'F().fit(a, b)',
      ),
    ).toBe('yes');
  });

  it('is seeded by what the framework does unasked', async () => {
    expect(await answer('from xgboost import XGBClassifier', 'XGBClassifier(n_estimators=3).fit(a, b)')).toBe('yes');
  });

  it('is seeded by keys in JAX', async () => {
    expect(
      await answer('import jax, optax', 'key = jax.random.PRNGKey(0)', 'updates, s = optax.adam(1e-3).update(g, s)'),
    ).toBe('yes');
  });

  it('follows calls through files, and methods that frameworks call', async () => {
    const files = {
      'model.py': code(
        'import torch, pytorch_lightning as pl',
        'class Net(pl.LightningModule):',
        '    def __init__(self):',
        '        super().__init__()',
        '        self.layer = torch.nn.Linear(1, 1)',
        '    def training_step(self, batch, i):',
        '        return self.layer(batch)',
      ),
      'main.py': code(
        'import pytorch_lightning as pl',
        'from model import Net',
        'def run(seed=3):',
        '    pl.seed_everything(seed)',
        '    pl.Trainer(max_epochs=1).fit(Net())',
        'if __name__ == "__main__":',
        '    run()',
      ),
    };
    const { training } = await evidenceOf(files);
    expect(training).toEqual([expect.objectContaining({ script: 'main.py', seeded: 'yes', missing: [] })]);
  });

  it('is judged in R by the method, its engine, and the order', async () => {
    expect(await answerInR('m <- lm(y ~ x, d)\n')).toBe('not-needed');
    expect(await answerInR('m <- ranger::ranger(y ~ ., d)\n')).toBe('no');
    expect(await answerInR('set.seed(1)\nm <- ranger(y ~ ., d)\n')).toBe('yes');
    expect(
      await answerInR('s <- rand_forest() %>% set_engine("ranger")\nm <- workflow() %>% add_model(s) %>% fit(d)\n'),
    ).toBe('no');
    expect(await answerInR('m <- linear_reg() |> set_engine("lm") |> fit(y ~ x, d)\n')).toBe('not-needed');
  });

  it('says of a model that nothing writes that nothing is known', async () => {
    const { training } = await evidenceOf({ 'app.py': code('import joblib', 'm = joblib.load("model.pkl")') }, [
      'model.pkl',
    ]);
    expect(training).toEqual([
      { model: 'model.pkl', seeded: 'unknown', missing: [], why: expect.stringContaining('no code') },
    ]);
  });
});
