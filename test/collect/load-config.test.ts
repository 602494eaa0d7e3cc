import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/collect/load-config.js';
import { DEFAULT_CONFIG } from '../../src/config.js';
import { openTree } from '../../src/tree/open.js';
import { temporaryFolder, writeFiles } from '../tree/repository-fixture.js';

describe('loadConfig', () => {
  it('reads the configuration of the tree or the file that is named, and defaults without one', async () => {
    const temporary = temporaryFolder();
    const at = (path: string) => join(temporary.path, path);
    writeFiles(temporary.path, {
      'a/.github/modelbag.yml': 'name: a',
      'b/.github/modelbag.yaml': 'name: b',
      'c/x.txt': '',
      'other.yml': 'name: other',
      'latin.yml': Buffer.from([0x6e, 0xe9]),
      'long.yml': '#'.repeat(2 ** 20 + 1),
    });
    const load = async (folder: string, file?: string) => {
      const tree = await openTree(at(folder));
      try {
        return await loadConfig(tree, file);
      } finally {
        await tree.close();
      }
    };
    expect([(await load('a')).name, (await load('b')).name]).toEqual(['a', 'b']);
    expect(await load('c')).toEqual(DEFAULT_CONFIG);
    expect((await load('a', at('other.yml'))).name).toBe('other');
    await expect(load('a', at('none.yml'))).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining('cannot be read'),
    });
    await expect(load('a', at('a'))).rejects.toMatchObject({ name: 'UsageError' });
    await expect(load('a', at('latin.yml'))).rejects.toThrow(/expected text in UTF-8/);
    await expect(load('a', at('long.yml'))).rejects.toThrow(/expected at most 1048576 bytes/);
    temporary.clean();
  });
});
