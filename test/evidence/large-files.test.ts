import { describe, expect, it } from '@jest/globals';
import { gather } from '../../src/evidence/gather.js';
import { cases, runs } from '../thorough.js';
import { collected } from './collected.js';

const cell = (source: string, outputs: unknown[] = []) => ({
  cell_type: 'code',
  metadata: {},
  source: [source],
  outputs,
  execution_count: 1,
});
const picture = (megabytes: number) => ({
  output_type: 'display_data',
  data: { 'image/png': 'iVBORw0KGgo'.padEnd(megabytes * 1024 * 1024, 'A') },
  metadata: {},
});

describe('evidence of awkward files', () => {
  it('is gathered from a notebook of twenty megabytes', async () => {
    const notebook = {
      cells: [
        cell('import numpy as np\nfrom sklearn.ensemble import RandomForestClassifier\n', [picture(10)]),
        cell('np.random.seed(7)\n', [picture(10)]),
        cell('model = RandomForestClassifier().fit(X, y)\nimport joblib\njoblib.dump(model, "m.joblib")\n'),
      ],
      metadata: { kernelspec: { language: 'python' } },
      nbformat: 4,
      nbformat_minor: 5,
    };
    const text = JSON.stringify(notebook);
    expect(text.length).toBeGreaterThan(20 * 1024 * 1024);
    const { seeds, training, unread } = await gather(collected({ 'big.ipynb': text }), []);
    expect(seeds).toMatchObject([{ path: 'big.ipynb', cell: 1, library: 'numpy', value: 7 }]);
    expect(training).toMatchObject([{ script: 'big.ipynb', seeded: 'yes' }]);
    expect(unread).toEqual([]);
  });

  it('is gathered around broken syntax, which is told', async () => {
    const { seeds, unread, training } = await gather(
      collected({
        'broken.py': 'import torch\ndef f(:\n  )\ntorch.manual_seed(3)\n',
        'not.ipynb': '{"cells": [',
        'fine.R': 'set.seed(1)\n',
        'half.R': 'set.seed(2\nif (',
        'bad.jl': 'function (((\nend end',
        'dvc.yaml': 'stages: [',
      }),
      [],
    );
    expect(seeds).toEqual(expect.arrayContaining([expect.objectContaining({ path: 'fine.R', value: 1 })]));
    expect(unread.map(({ path }) => path)).toEqual(expect.arrayContaining(['broken.py', 'not.ipynb', 'half.R']));
    expect(training.every(({ seeded }) => seeded !== 'yes')).toBe(true);
  });

  const NAMES = [
    'train.py',
    'train.R',
    'setup.py',
    'setup.cfg',
    'README.md',
    'LICENSE',
    'Makefile',
    'Dockerfile',
    'DESCRIPTION',
    '.tool-versions',
    'requirements.txt',
    'environment.yml',
    'CITATION.cff',
    'run.sh',
    'Snakefile',
    'environment.def',
  ];
  const LINE = `install_requires=["${'\\#'.repeat(50)}`;
  it.each(
    cases([
      ' ',
      '\t',
      '\n',
      '\f',
      '\u00a0',
      '\u2028',
      '<',
      '![',
      '{#',
      '<!--',
      '#',
      '`',
      '=',
      '-',
      '"',
      "'",
      '\\',
      '(',
      '[',
      'a ',
      ': ',
      '# ',
      '=\t',
      LINE,
    ]),
  )('is gathered where %j goes on for long', async (piece) => {
    const text = piece.repeat(Math.ceil(runs(100_000) / piece.length));
    const files = Object.fromEntries(NAMES.map((name) => [name, `${text}x\n${text}\n`]));
    expect((await gather(collected(files), [])).training.map(({ seeded }) => seeded)).not.toContain('yes');
  });
});
