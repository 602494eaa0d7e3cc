import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { gather } from '../../../src/evidence/gather.js';
import { inspection } from '../../assess/make.js';
import { collected } from '../collected.js';

const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');
const SHA = digest('sha256', 'weights');

/** `script: how` of each link to the models that are named. */
async function linksOf(files: Record<string, string>, ...models: string[]): Promise<string[]> {
  const inspections = models.map((path) => inspection(path, { format: 'pickle', size: (files[path] ?? '').length }));
  const { scripts } = await gather(collected(files), inspections);
  return scripts.flatMap(({ path, writes }) =>
    writes.flatMap(({ model, how }) => (model === undefined ? [] : [`${path} > ${model}: ${how}`])),
  );
}

describe('links of models to scripts by other witnesses than code', () => {
  it('reads the outputs of a DVC pipeline, and proves them by the digest of its lock', async () => {
    const files = {
      'train.py': 'import sys\nprint(sys.argv)',
      'models/m.pkl': 'weights',
      'dvc.yaml': 'stages:\n  train:\n    cmd: python train.py models/m.pkl\n    outs:\n      - models/m.pkl\n',
      'dvc.lock': `schema: '2.0'\nstages:\n  train:\n    cmd: python train.py models/m.pkl\n    outs:\n    - path: models/m.pkl\n      md5: ${digest('md5', 'weights')}\n      size: 7\n`,
    };
    expect(await linksOf(files, 'models/m.pkl')).toEqual([
      'train.py > models/m.pkl: dvc.yaml:5; dvc.lock:6, digest equal',
    ]);
    const changed = { ...files, 'dvc.yaml': '', 'models/m.pkl': 'WEIGHTS' };
    expect(await linksOf(changed, 'models/m.pkl')).toEqual([]);
  });

  it('reads the record of a run', async () => {
    const run = {
      schema: 'modelbag/run/1',
      exitCode: 0,
      command: ['python', 'src/fit.py', '--seed', '1'],
      workingDirectory: '.',
      outputs: [{ path: 'm.pkl', sha256: SHA, size: 7 }],
    };
    const files = { 'src/fit.py': 'print(1)', 'm.pkl': 'weights', 'modelbag.run.json': JSON.stringify(run) };
    expect(await linksOf(files, 'm.pkl')).toEqual(['src/fit.py > m.pkl: modelbag.run.json:1, digest equal']);
    expect(await linksOf({ ...files, 'm.pkl': 'WEIGHTS' }, 'm.pkl')).toEqual([]);
    const failed = { ...files, 'modelbag.run.json': JSON.stringify({ ...run, exitCode: 1 }) };
    expect(await linksOf(failed, 'm.pkl')).toEqual([]);
  });

  it('reads targets of Makefiles and their recipes', async () => {
    const makefile = `MODELS = models\nall: $(MODELS)/a.pkl\n$(MODELS)/a.pkl: data.csv\n\tpython train.py \\\n\t  --out $@\n.PHONY: all\n`;
    expect(await linksOf({ Makefile: makefile, 'train.py': 'print(1)', 'models/a.pkl': 'x' }, 'models/a.pkl')).toEqual([
      'train.py > models/a.pkl: Makefile:3',
    ]);
  });

  it('reads rules of Snakemake', async () => {
    const snakefile = `rule train:\n    input: "data.csv"\n    output:\n        "models/{name}.pkl",\n    script: "scripts/train.R"\n`;
    const files = { 'workflow/Snakefile': snakefile, 'workflow/scripts/train.R': 'x <- 1', 'models/a.pkl': 'x' };
    expect(await linksOf(files, 'models/a.pkl')).toEqual([
      'workflow/scripts/train.R > models/a.pkl: workflow/Snakefile:1',
    ]);
  });

  it('reads workflows that train and then publish', async () => {
    const workflow = `jobs:\n  train:\n    steps:\n      - run: pip install -r requirements.txt\n      - run: python src/train.py\n      - uses: actions/upload-artifact@v4\n        with:\n          path: out/a.pkl\n`;
    const files = { '.github/workflows/t.yml': workflow, 'src/train.py': 'print(1)', 'out/a.pkl': 'x' };
    expect(await linksOf(files, 'out/a.pkl')).toEqual(['src/train.py > out/a.pkl: .github/workflows/t.yml:6']);
  });

  it('reads runs of MLflow, Weights & Biases, Sacred and Hydra', async () => {
    const run = 'mlruns/0/0123456789abcdef0123456789abcdef';
    const files = {
      'train.py': 'print(1)',
      [`${run}/tags/mlflow.source.name`]: '/home/ada/project/train.py',
      [`${run}/artifacts/model/model.pkl`]: 'x',
      [`mlruns/0/models/m-${run.slice(-32)}/tags/mlflow.source.name`]: 'train.py',
      [`mlruns/0/models/m-${run.slice(-32)}/artifacts/model.skops`]: 'x',
      'wandb/run-1/files/wandb-metadata.json': '{"codePath": "train.py", "email": "ada@example.org"}',
      'wandb/run-1/files/w.pkl': 'x',
      'runs/3/run.json': '{"artifacts": ["s.pkl"], "experiment": {"mainfile": "train.py"}}',
      'runs/3/s.pkl': 'x',
      'outputs/2024-01-01/.hydra/hydra.yaml': 'hydra:\n  job:\n    name: train\n',
      'outputs/2024-01-01/h.pkl': 'x',
    };
    const found = await linksOf(
      files,
      `${run}/artifacts/model/model.pkl`,
      `mlruns/0/models/m-${run.slice(-32)}/artifacts/model.skops`,
      'wandb/run-1/files/w.pkl',
      'runs/3/s.pkl',
      'outputs/2024-01-01/h.pkl',
    );
    expect(found.map((link) => link.split(':')[0])).toEqual([
      `train.py > ${run}/artifacts/model/model.pkl`,
      `train.py > mlruns/0/models/m-${run.slice(-32)}/artifacts/model.skops`,
      'train.py > wandb/run-1/files/w.pkl',
      'train.py > runs/3/s.pkl',
      'train.py > outputs/2024-01-01/h.pkl',
    ]);
  });
});

describe('pipelines that no person wrote', () => {
  it('are read in bounded time: variables that double, lines without end, braces without partners', async () => {
    const doubling = Array.from({ length: 60 }, (_, n) => `V${n + 1} = $(V${n})$(V${n})`);
    const makefile = [
      'V0 = models/a',
      ...doubling,
      `a${' \\\n'.repeat(60_000)}`,
      'models/a.pkl: $(V60)',
      '\tpython \\',
      '\t  train.py',
    ];
    const snakefile = `rule all:\n    output: "${'{'.repeat(400_000)}"\n    script: "train.py"\n`;
    const files = { Makefile: makefile.join('\n'), Snakefile: snakefile, 'train.py': 'print(1)', 'models/a.pkl': 'x' };
    expect(await linksOf(files, 'models/a.pkl')).toEqual(['train.py > models/a.pkl: Makefile:60063']);
  });

  it('name files by patterns with many holes', async () => {
    const name = `models/${'a'.repeat(200)}.pkl`;
    const rule = (target: string) => `models/${target}: train.py\n\tpython train.py\n`;
    const of = (target: string) => linksOf({ Makefile: rule(target), 'train.py': '', [name]: 'x' }, name);
    expect(await of(`${'a%'.repeat(60)}.h5`)).toEqual([]);
    expect(await of(`${'a%'.repeat(60)}b%.pkl`)).toEqual([]);
    expect(await of(`${'a%'.repeat(60)}.pkl`)).toEqual([`train.py > ${name}: Makefile:1`]);
  });
});

describe('a program that no system could have', () => {
  it('is looked for in vain', async () => {
    const files = { 'w/r/m.pkl': 'x', 'wandb/r/files/wandb-metadata.json': `{"program": "${'a/'.repeat(200_000)}"}` };
    expect(await linksOf(files, 'w/r/m.pkl')).toEqual([]);
  });
});

describe('recorded runs', () => {
  const run = (part: object) =>
    JSON.stringify({
      schema: 'modelbag/run/1',
      exitCode: 0,
      command: ['python', 'train.py', '--seed', '7'],
      workingDirectory: '.',
      interpreter: { language: 'python', version: '3.11.2' },
      packages: { torch: '2.1.0' },
      inputs: [{ path: 'train.py', size: 999, sha256: SHA }],
      outputs: [
        { path: 'm.pkl', size: 7, sha256: SHA },
        { path: 'gone.pkl', size: 7, sha256: SHA },
      ],
      ...part,
    });
  const train = `import argparse, torch
p = argparse.ArgumentParser()
p.add_argument('--seed', type=int, default=None)
a = p.parse_args()
if a.seed is not None:
    torch.manual_seed(a.seed)
m = torch.nn.Linear(2, 2)
o = torch.optim.SGD(m.parameters())
for i in range(3):
    m(torch.ones(1, 2)).sum().backward()
    o.step()
torch.save(m, 'm.pkl')
`;
  const evidence = (part: object) =>
    gather(collected({ 'train.py': train, 'm.pkl': 'weights', 'modelbag.run.json': run(part) }), [
      inspection('m.pkl', { format: 'pickle', size: 7 }),
    ]);

  it('answer whether training was seeded, and with which packages', async () => {
    const { training, environments, framework } = await evidence({});
    expect(training).toMatchObject([{ script: 'train.py', model: 'm.pkl', seeded: 'yes' }]);
    expect(environments).toMatchObject([{ path: 'modelbag.run.json', grade: 'P3', interpreter: '3.11.2' }]);
    expect(framework).toMatchObject([{ package: 'torch', version: '2.1.0', exact: 'yes' }]);
  });

  it('are found by their module, the script of a shell, or the name that a notebook gave', async () => {
    const files = (part: object) => ({
      'pkg/train.py': train,
      'train.py': 'print(1)',
      'm.pkl': 'weights',
      'modelbag.run.json': run(part),
    });
    const models = [inspection('m.pkl', { format: 'pickle', size: 7 })];
    const commands: [object, string][] = [
      [{ command: ['python', '-m', 'pkg.train', '--seed', '7'] }, 'yes'],
      [{ command: ['python', '-m', 'pkg.train'] }, 'no'],
      [{ command: ['sh', '-c', 'python pkg/train.py --seed 7'] }, 'yes'],
      [{ command: ['python', 'train.py', '--seed', '7'], workingDirectory: 'pkg' }, 'yes'],
      [{ command: ['python', '-'], script: 'pkg/train.py' }, 'no'],
    ];
    for (const [part, seeded] of commands) {
      const { training, runs, scripts } = await gather(collected(files(part)), models);
      expect(runs).toMatchObject([{ script: 'pkg/train.py' }]);
      expect(training).toMatchObject([{ script: 'pkg/train.py', model: 'm.pkl', seeded }]);
      expect(scripts.flatMap(({ writes }) => writes.map(({ how }) => how))).toContainEqual(
        expect.stringContaining('modelbag.run.json:1, digest equal'),
      );
    }
  });

  it('are looked for where they ran, though a program of the same name lies beside the record', async () => {
    const files = {
      'runs/train.py': 'print(1)',
      'train.py': train,
      'runs/modelbag.run.json': run({ workingDirectory: '..' }),
    };
    expect((await gather(collected(files), [])).runs).toMatchObject([{ script: 'train.py' }]);
  });

  it('are compared with the files that are here', async () => {
    const { runs } = await evidence({});
    expect(runs).toMatchObject([
      {
        path: 'modelbag.run.json',
        script: 'train.py',
        inputs: [{ path: 'train.py', state: 'changed' }],
        outputs: [
          { path: 'm.pkl', state: 'same' },
          { path: 'gone.pkl', state: 'absent' },
        ],
      },
    ]);
  });

  it('say nothing when they failed', async () => {
    const { training, environments, unread } = await evidence({ exitCode: 1 });
    expect(training).toMatchObject([{ seeded: 'no' }]);
    expect(environments).toEqual([]);
    expect(unread).toContainEqual({
      path: 'modelbag.run.json',
      reason: 'the recorded run failed, so nothing of it counts',
    });
  });
});
