import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { accountsOf, paragraphOf } from '../../src/report/accounts.js';
import { GOOD_EVIDENCE, input, inspection, NO_EVIDENCE } from '../assess/make.js';

const torch = (version: string) => [{ package: 'torch', version, evidence: 'x' }];
const told = (evidence: Evidence, ...names: string[]) =>
  accountsOf(
    assess(
      input({
        inspections: names.map((name) => inspection(name, { format: 'pytorch-zip', needs: torch('2.13.0') })),
        evidence,
      }),
    ),
  ).map((account) => [account.title, paragraphOf(account)]);

describe('accounts of models', () => {
  it('tell what is known before what is missing', () => {
    expect(told(GOOD_EVIDENCE, 'model.pt')).toEqual([
      [
        '`model.pt`',
        '`train.py:40` writes it. The file itself says `torch 2.13.0`, and `uv.lock` agrees. Training is seeded: `torch 42`. `uv.lock` fixes the environment: everything exact, with hashes. The data: `10.24432/C56C76`, cited only. Hardware: `gpu NVIDIA A100`. Measured: `accuracy 0.973`. Missing: a copy in an open format.',
      ],
    ]);
  });

  it('tell of models that are alike in one paragraph, by their folder', () => {
    expect(told(NO_EVIDENCE, 'runs/a.pt', 'runs/b.pt')).toEqual([
      [
        '`a.pt` and `b.pt` in `runs/`',
        'The files themselves say `torch 2.13.0`. Missing: the script that made them, and with it seeds, settings and data.',
      ],
    ]);
  });

  it('tell where the file and the lockfile cannot both be right', () => {
    const environments = [{ ...GOOD_EVIDENCE.environments[0]!, packages: { torch: '1.9.0' } }];
    const [[, text] = []] = told({ ...GOOD_EVIDENCE, environments }, 'model.pt');
    expect(text).toContain('But it was saved with `torch 2.13.0` while `uv.lock` pins `1.9.0`.');
  });

  it('tell the seed of the run that made the model, where it is not the one that the program has', () => {
    const recorded = (path: string, value: number): Evidence['seeds'][number] => ({
      path,
      line: 1,
      library: 'other',
      value,
      how: 'recorded',
      scope: 'training',
      grade: 'recorded',
    });
    const scripts = [0, 1].map((n) => ({ model: `multirun/${n}/model.pt`, line: 40, how: 'torch.save' }));
    const evidence: Evidence = {
      ...GOOD_EVIDENCE,
      scripts: [{ ...GOOD_EVIDENCE.scripts[0]!, writes: scripts }],
      seeds: [
        ...GOOD_EVIDENCE.seeds,
        recorded('multirun/0/.hydra/config.yaml', 1),
        recorded('multirun/1/model.pt', 42),
        // What another model says of itself says nothing of these.
        recorded('multirun/other.pt', 9),
      ],
    };
    const texts = told(evidence, 'multirun/0/model.pt', 'multirun/1/model.pt', 'multirun/other.pt').map(
      ([, text]) => text,
    );
    expect(texts[0]).toContain('Its run used the seed `1`; unless told otherwise the program uses `torch 42`.');
    expect(texts[1]).toContain('Training is seeded: `torch 42`.');
    expect(texts.slice(0, 2).join()).not.toContain('9');
  });

  it('look through all models once, however many runs there are', () => {
    const names = Array.from({ length: 100 }, (_, n) => `runs/${n}/model.pt`);
    const writes = names.map((model) => ({ model, line: 40, how: 'torch.save' }));
    const assessment = assess(
      input({
        inspections: names.map((name) => inspection(name, { format: 'pytorch-zip' })),
        evidence: { ...GOOD_EVIDENCE, scripts: [{ ...GOOD_EVIDENCE.scripts[0]!, writes }] },
      }),
    );
    let reads = 0;
    const counted = (set: (typeof assessment.sets)[number]) =>
      Object.defineProperty({ ...set }, 'native', {
        get() {
          reads++;
          return set.native;
        },
      });
    const [account] = accountsOf({ ...assessment, sets: assessment.sets.map(counted) });
    expect(account!.models).toEqual([...names].sort());
    expect(reads).toBeLessThan(10 * names.length);
  });

  it('tell that a flag undoes the seed', () => {
    const determinism = [{ path: 'train.py', line: 3, flag: 'torch.backends.cudnn.benchmark', value: 'True' }];
    const [[, text] = []] = told({ ...GOOD_EVIDENCE, determinism }, 'model.pt');
    expect(text).toContain(
      'But `torch.backends.cudnn.benchmark = True` (`train.py:3`) lets every run choose other algorithms, in spite of the seed.',
    );
  });

  it('tell the data that documents cite beside files that a program reads', () => {
    const source = { kind: 'url' as const, line: 1, packed: false };
    const dataSources = [
      { ...source, kind: 'local' as const, value: 'filelists/train.txt', path: 'train.py', packed: true },
      { ...source, value: 'https://example.org/speech', path: 'README.md' },
      { ...source, value: 'https://example.org/other', path: 'other.py' },
    ];
    expect(told({ ...GOOD_EVIDENCE, dataSources }, 'model.pt')[0]![1]).toContain(
      'The data: `filelists/train.txt`, which is here; `https://example.org/speech`, cited only.',
    );
  });

  it('tell of a model that is saved where the code does not say, and of a seed that comes too late', () => {
    const writes = [{ line: 210, how: 'vetiver_pin_write' }];
    const evidence: Evidence = {
      ...GOOD_EVIDENCE,
      scripts: [{ ...GOOD_EVIDENCE.scripts[0]!, writes }],
      training: [
        {
          script: 'train.py',
          seeded: 'partly',
          missing: ['torch'],
          late: [{ library: 'torch', what: 'torch.nn.Linear', where: 'train.py:3' }],
          why: '',
        },
      ],
    };
    const [[, text] = []] = told(evidence);
    expect(text).toContain(
      'It trains a model and saves it (`vetiver_pin_write`, line 210) where the code alone does not say.',
    );
    expect(text).toContain('Missing: seeding of `torch` before it is drawn from');
  });

  it('tell the data of a repository, whatever starts its program', () => {
    const starter = { path: 'scripts/train.sh', language: 'shell' as const, role: 'train' as const, writes: [] };
    const source = { kind: 'url' as const, value: 'https://example.org/d.tar', path: 'scripts/get.sh', line: 1 };
    const evidence = {
      ...GOOD_EVIDENCE,
      scripts: [...GOOD_EVIDENCE.scripts, starter],
      dataSources: [{ ...source, packed: false }],
    };
    expect(told(evidence, 'model.pt')[0]![1]).toContain('The data: `https://example.org/d.tar`, cited only.');
  });

  it('tell of no program that saves nothing beside one that does', () => {
    const trial = { ...GOOD_EVIDENCE.scripts[0]!, path: 'loss.py', writes: [] };
    const runs = [...GOOD_EVIDENCE.training, { script: 'loss.py', seeded: 'no' as const, missing: ['torch'], why: '' }];
    const evidence = { ...GOOD_EVIDENCE, scripts: [...GOOD_EVIDENCE.scripts, trial], training: runs };
    expect(told(evidence, 'model.pt').map(([title]) => title)).toEqual(['`model.pt`']);
    const alone = { ...evidence, scripts: [trial], training: runs.slice(-1) };
    expect(told(alone).map(([title]) => title)).toEqual(['`loss.py`']);
  });

  it('tell what a file says of itself without the parts of R that have no version of their own', () => {
    const of = (sketch: Parameters<typeof inspection>[1]) =>
      accountsOf(assess(input({ inspections: [inspection('m', sketch)], evidence: NO_EVIDENCE })))[0]!.known[0];
    const need = (name: string, version: string) => ({ package: name, version, evidence: 'x' });
    expect(
      of({ format: 'r-rds', needs: [need('R', '4.3.1'), need('methods', '4.3.1'), need('Matrix', '1.6-5')] }),
    ).toBe('The file itself says `R 4.3.1` and `Matrix 1.6-5`.');
    expect(of({ format: 'onnx', facts: [{ key: 'producer_name', value: 'spox', where: 'model' }] })).toBe(
      'The file itself says that `spox` wrote it.',
    );
  });

  it('tell no device that settings ask for as the machine', () => {
    const hardware = [{ key: 'trainer.device', value: 'cuda:0', where: 'config.yaml:3' }];
    const [[, text] = []] = told({ ...GOOD_EVIDENCE, hardware }, 'model.pt');
    expect(text).toContain('Missing: the hardware');
    expect(text).not.toContain('cuda:0');
    const versions = [{ key: 'cuda', value: '10.0', where: 'Dockerfile:1' }];
    expect(told({ ...GOOD_EVIDENCE, hardware: versions }, 'model.pt')[0]![1]).toContain(
      'Of the machine only `cuda 10.0` is known. Measured: `accuracy 0.973`. Missing: the hardware',
    );
  });

  it('tell of a training program whose model is not here, and what to write down first', () => {
    const evidence: Evidence = {
      ...NO_EVIDENCE,
      scripts: [
        {
          path: 'train.py',
          language: 'python',
          role: 'train',
          writes: [{ pattern: 'out/*.pt', line: 4, how: 'torch.save' }],
        },
      ],
      training: [{ script: 'train.py', seeded: 'no', missing: ['numpy', 'torch'], why: '' }],
      framework: [{ package: 'torch', version: '', exact: 'no', where: '' }],
      environments: [
        { path: 'requirements.txt', ecosystem: 'pypi', grade: 'P0', pinned: 0, total: 2, hashed: 0, problems: [] },
      ],
    };
    expect(told(evidence)).toEqual([
      [
        '`train.py`',
        'It trains a model and writes `out/*.pt`, which is not here. Missing: a seed for `numpy` and `torch`; exact versions of `torch`; the data; the hardware.',
      ],
    ]);
  });

  it('tell of a training once, with its intermediate checkpoints and what its run left beside them', () => {
    const paths = ['run/ck/epoch_1.pt', 'run/ck/epoch_2.pt', 'run/ck/last.pt'];
    const evidence: Evidence = {
      ...NO_EVIDENCE,
      checkpoints: [
        {
          model: 'run/ck/last.pt',
          why: 'called last',
          states: paths.map((path, i) => ({ path, state: i < 2 ? 'intermediate' : 'last', epoch: Math.min(i + 1, 2) })),
        },
      ],
      hyperparameters: [
        { source: 'run/hparams.yaml', values: { lr: 0.1 } },
        { source: 'run/train.py', values: { lr: 0.3 } },
        { source: 'other/hparams.yaml', values: { lr: 0.2 } },
      ],
    };
    const [[title, text] = [], ...others] = told(evidence, ...paths);
    expect(others).toEqual([]);
    expect(title).toBe('`run/ck/last.pt`');
    expect(text).toBe(
      'The file itself says `torch 2.13.0`. Of its training other states are kept: 2 intermediate checkpoints (`epoch_1.pt` and `epoch_2.pt`, epochs 1 to 2). Its run left the settings in `run/hparams.yaml`. Missing: the script that made it, and with it the data.',
    );
  });

  it('do not give a model the settings of another run', () => {
    const [[, text] = []] = told(
      {
        ...GOOD_EVIDENCE,
        hyperparameters: [
          { source: 'runs/1/args.yaml', values: { lr: 0.1 } },
          { source: 'params.yaml', values: { lr: 0.2 } },
        ],
      },
      'model.pt',
      'runs/1/best.pt',
    );
    expect(text).toContain('Its settings stand in `params.yaml`.');
  });
});
