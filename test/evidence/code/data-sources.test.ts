import { describe, expect, it } from '@jest/globals';
import { code, evidenceOf } from './evidence-of.js';

const FIT = 'import sklearn.linear_model; sklearn.linear_model.Ridge().fit(x, y)';

/** Sources of a program that trains. */
async function sources(files: Record<string, string>): Promise<string[]> {
  const { dataSources } = await evidenceOf(files);
  return dataSources.map(
    ({ kind, value, revision, path, line, packed }) =>
      `${kind} ${value}${revision === undefined ? '' : `@${revision}`} ${path}:${line}${packed ? ' packed' : ''}`,
  );
}
const ofPython = (...lines: string[]): Promise<string[]> => sources({ 'train.py': code(FIT, ...lines) });

describe('data sources in code', () => {
  it('are catalog entries, with revisions', async () => {
    expect(
      await ofPython(
        'from datasets import load_dataset',
        'load_dataset("imdb", revision="abc")',
        'import torchvision as tv',
        'tv.datasets.MNIST("d", train=True)',
        'from sklearn.datasets import fetch_openml, load_iris',
        'fetch_openml("mnist_784", version=1)',
        'load_iris()',
        'import tensorflow_datasets as tfds',
        'tfds.load("mnist")',
        'from tensorflow.keras.datasets import cifar10',
        'cifar10.load_data()',
      ),
    ).toEqual([
      'hf-dataset imdb@abc train.py:3',
      'torchvision MNIST train train.py:5',
      'openml mnist_784@1 train.py:7',
      'sklearn iris train.py:8',
      'tfds mnist train.py:10',
      'keras cifar10 train.py:12',
    ]);
  });

  it('are addresses that are read, where they are written; not weights, papers or services', async () => {
    expect(
      await ofPython(
        'import pandas as pd, requests',
        'URL = "https://e.org/data.csv"',
        'pd.read_csv(URL)',
        'requests.get("https://e.org/model.pth")',
        'requests.get("https://api.e.org/v1")',
        'print("https://e.org/other.csv")',
      ),
    ).toEqual(['url https://e.org/data.csv train.py:3']);
  });

  it('are files that training reads, unless the repository makes them', async () => {
    const files = {
      'train.py': code(FIT, 'import pandas as pd', 'pd.read_csv("raw.csv")', 'pd.read_csv("made/x.csv")'),
      'prepare.py': code('import pandas as pd', 'pd.read_csv("https://e.org/a.csv").to_csv("made/x.csv")'),
      'raw.csv': 'a\n1\n',
      'show.py': code('import pandas as pd', 'pd.read_csv("else.csv")'),
    };
    expect(await sources(files)).toEqual(['url https://e.org/a.csv prepare.py:2', 'local raw.csv train.py:3 packed']);
  });

  it('are local files behind the loaders of the Hub', async () => {
    expect(
      await ofPython('import datasets', 'datasets.load_dataset("csv", data_files={"train": "https://e.org/t.csv"})'),
    ).toEqual(['url https://e.org/t.csv train.py:3']);
  });

  it('are found in shell and R', async () => {
    const files = {
      'get.sh':
        'kaggle competitions download -c titanic\nwget -q https://e.org/a.tar.gz\nwget https://e.org/w.pth\ncurl $URL\n',
      'm.R':
        'd <- readr::read_csv("https://e.org/d.csv")\nm <- lm(y ~ x, d)\ndownload.file("https://e.org/z.zip", "z.zip")\n',
    };
    expect(await sources(files)).toEqual([
      'url https://e.org/d.csv m.R:1',
      'url https://e.org/z.zip m.R:3',
      'kaggle titanic get.sh:1',
      'url https://e.org/a.tar.gz get.sh:2',
    ]);
  });

  it('are one source whatever fetches it, and each file of a data set of Kaggle', async () => {
    const files = {
      'train.py': FIT,
      'get.sh': code(
        'wget https://e.org/a.tar.gz',
        'curl -f -L https://e.org/a.tar.gz',
        'kaggle datasets download -d o/d -f one.csv',
        'kaggle datasets download -d o/d -f two.csv',
        'kaggle datasets download -d o/d -f two.csv',
      ),
    };
    expect(await sources(files)).toEqual([
      'url https://e.org/a.tar.gz get.sh:1',
      'kaggle o/d get.sh:3',
      'kaggle o/d get.sh:4',
    ]);
  });

  it('are not what the program wrote before, under names with many holes or in a folder', async () => {
    const name = `${'a'.repeat(200)}.csv`;
    const lines = (end: string, path: string) => [
      'import pandas as pd',
      `pd.DataFrame().to_csv(f"out/${'a{x}'.repeat(60)}${end}")`,
      `pd.read_csv("${path}")`,
    ];
    expect(await ofPython(...lines('b{x}.csv', `out/${name}`))).toEqual([`local out/${name} train.py:4`]);
    expect(await ofPython(...lines('.csv', `out/${name}`))).toEqual([]);
    expect(await ofPython(...lines('.csv', `out/deep/${name}`))).toEqual([`local out/deep/${name} train.py:4`]);
    expect(
      await ofPython('import pandas as pd', 'd.save_to_disk("out/made")', 'pd.read_csv("out/made/x.csv")'),
    ).toEqual([]);
  });
});

describe('models that training begins with', () => {
  it('are named with revision; tokenizers and local folders are none', async () => {
    const { baseModels } = await evidenceOf({
      'train.py': code(
        FIT,
        'from transformers import AutoModel, AutoTokenizer',
        'AutoTokenizer.from_pretrained("a/b")',
        'AutoModel.from_pretrained("bert-base-uncased", revision="v1")',
        'AutoModel.from_pretrained("./mine")',
        'import torchvision.models as m, timm',
        'm.resnet18(pretrained=True)',
        'm.resnet50()',
        'timm.create_model("vit", pretrained=True)',
      ),
    });
    expect(baseModels).toEqual([
      { name: 'bert-base-uncased', revision: 'v1', where: 'train.py:4' },
      { name: 'torchvision.models.resnet18', where: 'train.py:7' },
      { name: 'vit', where: 'train.py:9' },
    ]);
  });
});

describe('settings in code', () => {
  it('are switches of determinism, set by assignment, call, keyword or environment', async () => {
    const { determinism } = await evidenceOf({
      'train.py': code(
        FIT,
        'import torch, os',
        'import torch.backends.cudnn as cudnn',
        'cudnn.benchmark = False',
        'torch.use_deterministic_algorithms(True)',
        'os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"',
        'import lightning as L',
        'L.Trainer(deterministic=True)',
      ),
      'run.sh': 'export PYTHONHASHSEED=0\n',
    });
    expect(determinism.map(({ path, line, flag, value }) => `${path}:${line} ${flag} ${value}`)).toEqual([
      'train.py:4 torch.backends.cudnn.benchmark False',
      'train.py:5 torch.use_deterministic_algorithms True',
      'train.py:6 CUBLAS_WORKSPACE_CONFIG :4096:8',
      'train.py:8 lightning.Trainer(deterministic) True',
      'run.sh:1 PYTHONHASHSEED 0',
    ]);
  });

  it('are hyperparameters: options, constants, arguments', async () => {
    const { hyperparameters } = await evidenceOf({
      'train.py': code(
        'import argparse, torch',
        'BATCH = 32',
        'p = argparse.ArgumentParser()',
        'p.add_argument("--lr", type=float, default=0.1)',
        'args = p.parse_args()',
        'o = torch.optim.SGD(m.parameters(), lr=args.lr, momentum=0.9)',
        'loss.backward()',
      ),
    });
    expect(hyperparameters).toEqual([
      { source: 'train.py (options)', values: { lr: 0.1 } },
      { source: 'train.py (constants)', values: { BATCH: 32 } },
      { source: 'train.py:6 torch.optim.SGD', values: { lr: 0.1, momentum: 0.9 } },
    ]);
  });
});
