import { describe, expect, it } from '@jest/globals';
import { gatherPersonal } from '../../../src/evidence/settings/personal.js';
import { collected } from '../collected.js';

describe('personal details in files of tools', () => {
  it('are told by kind and line, never by value', async () => {
    const found = await gatherPersonal(
      collected({
        'wandb/run-1/files/wandb-metadata.json':
          '{\n "email": "ada@example.org",\n "host": "lab-pc-7",\n "args": ["--api_key", "abcdef123"],\n "executable": "/home/ada/x"\n}',
        'environment.yml': 'name: x\nprefix: /Users/ada/miniconda3/envs/x\n',
        'clean/config.yaml': 'lr: 0.1\nuser: null\npath: /home/runner/x\n',
        'train.py': 'user = "ada"',
      }),
    );
    expect(found).toEqual([
      { path: 'environment.yml', line: 2, what: 'a home directory' },
      { path: 'wandb/run-1/files/wandb-metadata.json', line: 2, what: 'a mail address' },
      { path: 'wandb/run-1/files/wandb-metadata.json', line: 3, what: 'a host name' },
      { path: 'wandb/run-1/files/wandb-metadata.json', line: 5, what: 'a home directory' },
      { path: 'wandb/run-1/files/wandb-metadata.json', line: 4, what: 'a credential on a command line' },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/ada@|lab-pc|abcdef/);
  });
});
