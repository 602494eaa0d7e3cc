import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import { parseConfig } from '../../src/config.js';
import { firstConfig } from '../../src/report/first-config.js';
import { GOOD_EVIDENCE, input, NO_EVIDENCE } from '../assess/make.js';

const NOTHING = { inspections: [], outside: [], dvc: [] };

describe('first configuration', () => {
  it('is one that modelbag reads, whatever the names', () => {
    const names = ['a b.pt', '#x.pt', '"q": y.pt', 'line\nbreak.pt', '\u202egnp.pt', '- z.pt', '*.pt'];
    const text = firstConfig(assess(input({ evidence: GOOD_EVIDENCE })), {
      ...NOTHING,
      outside: names,
      dvc: ['m.pkl'],
    });
    expect(parseConfig(text, 'x').models).toEqual([...names.filter((name) => !name.includes('\n')), { dvc: 'm.pkl' }]);
  });

  it('trains with the command of the recorded run', () => {
    const runs = [
      {
        path: 'modelbag.run.json',
        command: ['python', 'train.py', '--seed', '7'],
        script: 'train.py',
        exitCode: 0,
        inputs: [],
        outputs: [{ path: 'm.pt', state: 'same' as const }],
      },
    ];
    const text = firstConfig(assess(input({ evidence: { ...NO_EVIDENCE, runs } })), NOTHING);
    expect(parseConfig(text, 'x').train).toEqual({ command: 'python train.py --seed 7', outputs: ['m.pt'] });
  });
});
