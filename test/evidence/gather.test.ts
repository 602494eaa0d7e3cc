import { describe, expect, it } from '@jest/globals';
import { gather } from '../../src/evidence/gather.js';
import { collected } from './collected.js';

describe('gather', () => {
  it('says nothing of an empty repository', async () => {
    expect(await gather(collected({}), [])).toMatchObject({
      schema: 'modelbag/evidence/1',
      scripts: [],
      seeds: [],
      training: [],
      unread: [],
    });
  });

  it('knows a key of a configuration by the code that uses it', async () => {
    const files = {
      'params.yaml': 'seed: 7\n',
      'train.py':
        'import yaml\nfrom sklearn.ensemble import RandomForestClassifier as F\nF(random_state=yaml.safe_load(open("params.yaml"))["seed"]).fit(x, y)\n',
    };
    const { seeds } = await gather(collected(files), []);
    expect(seeds.filter(({ path }) => path === 'params.yaml')).toEqual([
      { path: 'params.yaml', line: 1, library: 'sklearn', value: 7, how: 'config', scope: 'training', grade: 'fixed' },
    ]);
  });

  it('tells environments which libraries the code imports', async () => {
    const { framework } = await gather(
      collected({ 'train.py': 'import torch\n', 'requirements.txt': 'numpy==1.26.4\n' }),
      [],
    );
    expect(framework.map((row) => row.package)).toContain('torch');
  });

  it('lists what could not be read', async () => {
    const { unread } = await gather(collected({ 'a.ipynb': '{', 'b.py': 'def (:\n' }), []);
    expect(unread.map(({ path }) => path)).toEqual(['a.ipynb', 'b.py']);
  });
});
