import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { modelbag, scratch } from './modelbag.js';

const folder = scratch();

describe('the command line', () => {
  it('takes the arguments of each command by names that stand for one argument each', async () => {
    const { stdout } = await modelbag(['--help']);
    const names = [...stdout.matchAll(/^ {2}([a-z]+) \[options\]/gm)].flatMap(([, name]) => name ?? []);
    expect(names).toEqual(expect.arrayContaining(['check', 'pack', 'verify', 'sources', 'explain']));
    for (const name of names) {
      const [usage] = (await modelbag([name, '--help'])).stdout.split('\n');
      expect(usage).toMatch(/^Usage: modelbag [a-z]+ \[options\](?: \[[a-z.-]+\]| <[a-z.-]+>)+$/);
    }
  });

  it('asks about no source where a folder cites none', async () => {
    writeFileSync(join(folder, 'README.md'), '# Nothing\n');
    const found = await modelbag(['sources', '--format', 'json', '--quiet'], { cwd: folder });
    expect(found).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(found.stdout)).toMatchObject({ schema: 'modelbag/sources/1', sources: [] });
    expect(await modelbag(['sources', folder, '--quiet'])).toMatchObject({ code: 0, stderr: '' });
  });
});
