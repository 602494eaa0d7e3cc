import { describe, expect, it } from '@jest/globals';
import type { Seed } from '../../../src/evidence/evidence.js';
import { code, evidenceOf } from './evidence-of.js';

const shown = ({ path, line, library, value, how, scope, grade }: Seed): string =>
  `${path}:${line} ${library} ${value} ${how} ${scope} ${grade}`;
const seedsOf = async (files: Record<string, string>): Promise<string[]> => (await evidenceOf(files)).seeds.map(shown);
const python = async (...lines: string[]): Promise<string[]> => seedsOf({ 'train.py': code(...lines) });

/** A loop that trains, so that what is seeded is seeded for training. */
const TRAINS = [
  'import torch',
  'opt = torch.optim.SGD(torch.nn.Linear(1, 1).parameters())',
  'loss().backward()',
  'opt.step()',
];

describe('seeds in calls', () => {
  it('are found by what names were imported as', async () => {
    expect(
      await python(
        'import numpy as np',
        'from torch import manual_seed as ms',
        'import random as r',
        'np.random.seed(1)',
        'ms(2)',
        'r.seed(3)',
        ...TRAINS,
      ),
    ).toEqual([
      'train.py:4 numpy 1 call training fixed',
      'train.py:5 torch 2 call training fixed',
      'train.py:6 random 3 call training fixed',
    ]);
  });

  it('are found among the settings that boosting libraries take as one dict', async () => {
    expect(
      await python(
        'import lightgbm as lgb',
        'import xgboost as xgb',
        'params = {"eta": 0.1, "seed": 5}',
        "booster = lgb.train({'objective': 'binary',",
        "  'seed': 13}, lgb.Dataset(x, y))",
        'other = xgb.train(params, xgb.DMatrix(x, y))',
      ),
    ).toEqual([
      'train.py:5 lightgbm 13 keyword training fixed',
      'train.py:6 xgboost 5 keyword training fixed',
      'train.py:3 xgboost 5 config training fixed',
    ]);
  });

  it('are not found in comments, strings, or functions of the same name', async () => {
    expect(
      await python('# torch.manual_seed(1)', 's = "np.random.seed(2)"', 'def seed(n): pass', 'seed(3)', 'tree.seed(4)'),
    ).toEqual([]);
  });

  it('count for every library that they reach', async () => {
    expect(await python('import pytorch_lightning as pl', 'pl.seed_everything(7)', ...TRAINS)).toEqual([
      'train.py:2 random 7 call training fixed',
      'train.py:2 numpy 7 call training fixed',
      'train.py:2 torch 7 call training fixed',
    ]);
  });

  it('are expanded in helpers of the repository, with what callers give', async () => {
    const files = {
      'helpers/repro.py': code(
        'import random, torch',
        'def set_seed(seed=0):',
        '    random.seed(seed)',
        '    torch.manual_seed(seed)',
      ),
      'train.py': code('from helpers.repro import set_seed', 'set_seed(5)', ...TRAINS),
    };
    expect(await seedsOf(files)).toEqual([
      'helpers/repro.py:3 random 5 call training fixed',
      'train.py:2 random 5 call training fixed',
      'helpers/repro.py:4 torch 5 call training fixed',
      'train.py:2 torch 5 call training fixed',
    ]);
  });

  it('are dynamic when a clock or the system gives them', async () => {
    expect(await python('import time, torch', 'torch.manual_seed(int(time.time()))', ...TRAINS)).toEqual([
      'train.py:2 torch int(time.time()) call training dynamic',
    ]);
  });

  it('are none when they are None, and derived when they are computed', async () => {
    expect(
      await python(
        'import numpy as np, os',
        'rank = os.getrank()',
        'np.random.seed(None)',
        'np.random.default_rng()',
        'np.random.seed(10 + rank)',
        ...TRAINS,
      ),
    ).toEqual([
      'train.py:3 numpy null call training default-none',
      'train.py:4 numpy null call training default-none',
      'train.py:5 numpy 10 + rank call training derived',
    ]);
  });
});

describe('values of seeds', () => {
  it('come from the defaults of command lines', async () => {
    expect(
      await python(
        'import argparse, torch',
        'p = argparse.ArgumentParser()',
        'p.add_argument("--rng-seed", type=int,',
        '    default=42)',
        'args = p.parse_args()',
        'torch.manual_seed(args.rng_seed)',
        ...TRAINS,
      ),
    ).toEqual([
      'train.py:6 torch 42 call training fixed-by-default',
      'train.py:3 torch 42 cli-default training fixed-by-default',
    ]);
  });

  it('come from click, dataclasses and typer', async () => {
    expect(
      await python(
        'import click, torch',
        '@click.command()',
        '@click.option("--seed", default=3)',
        'def main(seed):',
        '    torch.manual_seed(seed)',
        '    loss().backward()',
        'main()',
      ),
    ).toContain('train.py:5 torch 3 call training fixed-by-default');
    expect(
      await python(
        'from dataclasses import dataclass',
        'import torch, tyro',
        '@dataclass',
        'class Args:',
        '    seed: int = 9',
        'args = tyro.cli(Args)',
        'torch.manual_seed(args.seed)',
        ...TRAINS,
      ),
    ).toContain('train.py:5 torch 9 cli-default training fixed-by-default');
    expect(
      await python(
        'import typer, torch',
        'def main(seed: int = typer.Option(8, "--seed")):',
        '    torch.manual_seed(seed)',
        '    loss().backward()',
        'typer.run(main)',
      ),
    ).toContain('train.py:3 torch 8 call training fixed-by-default');
  });

  it('come from configuration files, with key and line', async () => {
    const files = {
      'params.yaml': 'lr: 1\ntrain:\n  seed: 20170428\n',
      'src/train.py': code(
        'import yaml',
        'from sklearn.ensemble import RandomForestClassifier',
        'params = yaml.safe_load(open("params.yaml"))["train"]',
        'RandomForestClassifier(random_state=params["seed"]).fit(x, y)',
      ),
    };
    expect(await seedsOf(files)).toEqual([
      'src/train.py:4 sklearn 20170428 keyword training fixed',
      'params.yaml:3 sklearn 20170428 config training fixed',
    ]);
  });

  it('come from constants and environment variables', async () => {
    expect(
      await python(
        'import os, torch, random',
        'SEED = 11',
        'torch.manual_seed(SEED)',
        'random.seed(int(os.environ.get("S", "12")))',
        ...TRAINS,
      ),
    ).toEqual([
      'train.py:3 torch 11 call training fixed',
      'train.py:2 torch 11 constant training fixed',
      'train.py:4 random 12 call training fixed-by-default',
    ]);
  });

  it('are conditional where a branch decides, unless training stands under it too', async () => {
    expect(
      await python(
        'import torch',
        'if torch.cuda.is_available():',
        '    torch.cuda.manual_seed(1)',
        ...TRAINS.slice(1),
      ),
    ).toEqual(['train.py:3 torch 1 call training conditional']);
    expect(
      await python(
        'import torch',
        'if unknown():',
        '    torch.manual_seed(1)',
        ...TRAINS.slice(1).map((line) => `    ${line}`),
      ),
    ).toEqual(['train.py:3 torch 1 call training fixed']);
  });

  it('that are null by default are no seed, although the call is there', async () => {
    const files = {
      'conf/train.yaml': 'seed: null\n',
      'train.py': code(
        'import hydra, torch',
        '@hydra.main(config_path="conf", config_name="train")',
        'def main(cfg):',
        '    if cfg.get("seed"):',
        '        torch.manual_seed(cfg.seed)',
        '    loss().backward()',
        'main()',
      ),
    };
    expect(await seedsOf(files)).toEqual([
      'train.py:5 torch cfg.seed call training default-none',
      'conf/train.yaml:1 torch null config training default-none',
    ]);
  });
});

describe('options for seeds', () => {
  const option = [
    'import argparse, random, torch',
    'p = argparse.ArgumentParser()',
    'p.add_argument("--seed", type=int, default=1)',
    'args = p.parse_args()',
  ];

  it('that nothing reads are declared without use', async () => {
    expect(await python(...option, ...TRAINS)).toEqual(['train.py:3 other 1 cli-default other declared-unused']);
  });

  it('that are replaced by chance are nothing by default', async () => {
    const lines = [
      option[0]!,
      option[1]!,
      'p.add_argument("--seed", type=int)',
      option[3]!,
      'if args.seed is None:',
      '    args.seed = random.randint(1, 9)',
      'torch.manual_seed(args.seed)',
    ];
    expect(await python(...lines, ...TRAINS)).toEqual([
      'train.py:7 torch args.seed call training dynamic',
      'train.py:3 torch null cli-default training default-none',
    ]);
  });
});

describe('purposes of seeds', () => {
  it('are the split where a split takes them', async () => {
    expect(
      await python(
        'import torch',
        'from torch.utils.data import random_split',
        'from sklearn.model_selection import train_test_split',
        'random_split(d, [1, 2], generator=torch.Generator().manual_seed(0))',
        'train_test_split(x, random_state=4)',
        'df.sample(frac=0.8, random_state=5)',
        ...TRAINS,
      ),
    ).toEqual([
      'train.py:4 torch 0 call split fixed',
      'train.py:5 sklearn 4 keyword split fixed',
      'train.py:6 pandas 5 keyword split fixed',
    ]);
  });

  it('follow what the file is for', async () => {
    const files = {
      'tests/test_a.py': code('import random', 'random.seed(1)'),
      'predict.py': code('import torch', 'torch.manual_seed(2)', 'm = torch.load("m.pt")'),
      'examples/a.py': code('import random', 'random.seed(3)'),
    };
    expect((await seedsOf(files)).map((row) => row.split(' ').slice(0, 5).join(' '))).toEqual(
      expect.arrayContaining([
        'tests/test_a.py:2 random 1 call test',
        'predict.py:2 torch 2 call inference',
        'examples/a.py:2 random 3 call other',
      ]),
    );
  });

  it('leave out keys that only carry the name', async () => {
    expect(await python('import jax', 'key = jax.random.PRNGKey(30)', 'pi.sample(seed=key)')).toEqual([
      'train.py:2 jax 30 call other fixed',
    ]);
  });
});

describe('seeds in R and Julia', () => {
  it('are found with packages, suffixes, and parameters of documents', async () => {
    const files = {
      'a.R': 'set.seed(42L)\nbase::set.seed(7)\nm <- lm(y ~ x)\n',
      'b.Rmd':
        '---\nparams:\n  seed: 4\n---\n```{r}\nset.seed(params$seed)\nr <- ranger::ranger(y ~ ., d, seed = 5)\n```\n',
    };
    expect(await seedsOf(files)).toEqual([
      'a.R:1 r 42 call training fixed',
      'a.R:2 r 7 call training fixed',
      'b.Rmd:6 r 4 call training fixed',
      'b.Rmd:3 r 4 config training fixed',
      'b.Rmd:7 r 5 keyword training fixed',
    ]);
  });

  it('are found behind conditions of Julia', async () => {
    const text = code(
      'using Random, Flux',
      'Base.@kwdef mutable struct Args',
      '  seed = 1',
      'end',
      'function train(; kws...)',
      '  args = Args(; kws...)',
      '  args.seed > 0 && Random.seed!(args.seed)',
      '  Flux.train!(loss, ps, data, opt)',
      'end',
      'train()',
    );
    expect(await seedsOf({ 'train.jl': text })).toEqual([
      'train.jl:7 julia 1 call training fixed-by-default',
      'train.jl:3 julia 1 function-default training fixed-by-default',
    ]);
  });
});
