import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { makeFolder } from '../../src/tree/make-folder.js';

const home = mkdtempSync(join(tmpdir(), 'modelbag-folder-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('makeFolder', () => {
  it('makes what is missing, and leaves what is there', async () => {
    const deep = join(home, 'a', 'b', 'c');
    await makeFolder(deep);
    await makeFolder(deep);
    expect(statSync(deep).isDirectory()).toBe(true);
  });

  it('makes one folder for many who ask at once', async () => {
    const wanted = ['x/1', 'x/2', 'x/1/y', 'x'].map((name) => join(home, name));
    await Promise.all(wanted.map(makeFolder));
    expect(wanted.map((path) => statSync(path).isDirectory())).toEqual([true, true, true, true]);
  });

  it('rejects where a file is in the way', async () => {
    writeFileSync(join(home, 'file'), '');
    await expect(makeFolder(join(home, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolder(join(home, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  (existsSync('/proc/self') ? it : it.skip)('ends where the system makes no folders', async () => {
    await expect(makeFolder('/proc/modelbag/below')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
