import { describe, expect, it } from '@jest/globals';
import { code, evidenceOf } from './evidence-of.js';

/** Unsafe loads of one program, as `call:line`. */
async function found(...lines: string[]): Promise<string[]> {
  const { unsafeLoads = [] } = await evidenceOf({ 'predict.py': code(...lines) });
  return unsafeLoads.map(({ call, line }) => `${call}:${line}`);
}

describe('unsafe loads in code', () => {
  it('are loaders without their guard, under any name', async () => {
    expect(
      await found(
        'import torch as t, numpy as np',
        'from torch import load',
        'from keras.models import load_model',
        'from transformers import AutoModel',
        't.load("m.pt", weights_only=False)',
        'load("m.pt", map_location="cpu", weights_only=False)',
        'np.load("x.npy", allow_pickle=True)',
        'load_model("m.keras", safe_mode=False)',
        'AutoModel.from_pretrained("a/b", trust_remote_code=True)',
        'UNSAFE = True',
        'np.load("y.npz", allow_pickle=UNSAFE)',
      ),
    ).toEqual([
      'torch.load(weights_only=False):5',
      'torch.load(weights_only=False):6',
      'numpy.load(allow_pickle=True):7',
      'keras.models.load_model(safe_mode=False):8',
      'transformers.AutoModel.from_pretrained(trust_remote_code=True):9',
      'numpy.load(allow_pickle=True):11',
    ]);
  });

  it('are pickles that were downloaded, not those of the repository', async () => {
    expect(
      await found(
        'import pickle, joblib, requests',
        'from urllib.request import urlretrieve',
        'from huggingface_hub import hf_hub_download',
        'pickle.load(open("mine.pkl", "rb"))',
        'joblib.load("mine.joblib")',
        'pickle.loads(requests.get("https://example.org/m.pkl").content)',
        'joblib.load(hf_hub_download("a/b", "m.joblib"))',
        'urlretrieve("https://example.org/n.pkl", "n.pkl")',
        'pickle.load(open("n.pkl", "rb"))',
      ),
    ).toEqual(['pickle.loads of a download:6', 'joblib.load of a download:7', 'pickle.load of a download:9']);
  });

  it('are loaders that fetch, whatever they fetch with', async () => {
    expect(
      await found(
        'import functools, io, pickle, requests, torch, pandas as pd',
        'from torch.utils.model_zoo import load_url',
        'load_url("https://example.org/a.pth")',
        'torch.hub.load_state_dict_from_url("https://example.org/a.pth")',
        'torch.hub.load_state_dict_from_url("https://example.org/a.pth", weights_only=True)',
        'torch.hub.load_state_dict_from_url("https://example.org/a.pth", check_hash=True)',
        'torch.load = functools.partial(torch.load, weights_only=False)',
        'pd.read_pickle("https://example.org/a.pkl")',
        'class Unpickler(pickle.Unpickler): pass',
        'def fetch(url):',
        '    with requests.Session() as session:',
        '        with session.get(url) as answer:',
        '            return io.BytesIO(answer.content)',
        'with fetch("https://example.org/b.pkl") as f:',
        '    Unpickler(f).load()',
      ),
    ).toEqual([
      'torch.utils.model_zoo.load_url of a download:3',
      'torch.hub.load_state_dict_from_url of a download:4',
      'torch.load(weights_only=False):7',
      'pandas.read_pickle of a download:8',
      'pickle.Unpickler of a download:15',
    ]);
  });

  it('are downloads given to torch.load, which older versions do not guard', async () => {
    expect(
      await found(
        'import torch',
        'from huggingface_hub import hf_hub_download',
        'path = hf_hub_download("a/b", "m.pt")',
        'torch.load(path)',
        'torch.load(path, weights_only=True)',
      ),
    ).toEqual(['torch.load of a download:4']);
  });

  it('are downloads in R', async () => {
    const { unsafeLoads = [] } = await evidenceOf({
      'predict.R': code(
        'm <- readRDS(url("https://example.org/m.rds"))',
        'download.file("https://example.org/n.RData", "n.RData")',
        'load("n.RData")',
        'readRDS("mine.rds")',
        'load("mine.RData")',
      ),
    });
    expect(unsafeLoads.map(({ call, line }) => `${call}:${line}`)).toEqual([
      'readRDS of a download:1',
      'load of a download:3',
    ]);
  });

  it('are none where the guard is on, and in tests', async () => {
    expect(
      await found(
        'import torch, numpy as np',
        'torch.load("m.pt", weights_only=True)',
        'torch.load("m.pt")',
        'np.load("x.npy")',
        'print("torch.load(x, weights_only=False)")',
      ),
    ).toEqual([]);
    const { unsafeLoads } = await evidenceOf({
      'tests/test_load.py': code('import torch', 'torch.load("m.pt", weights_only=False)'),
    });
    expect(unsafeLoads).toEqual([]);
  });

  it('say how the call is written, and judge nothing', async () => {
    const { unsafeLoads } = await evidenceOf({ 'a.py': code('import torch', 'torch.load("m", weights_only=False)') });
    expect(unsafeLoads).toEqual([{ path: 'a.py', line: 2, call: 'torch.load(weights_only=False)' }]);
  });
});
