import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { modelbag, PROJECT, scratch } from './modelbag.js';

const folder = scratch();
const original = join(PROJECT, 'examples/iris/models/iris.pt');

describe('modelbag diff', () => {
  it('says of a copy that it is identical, exit 0', async () => {
    copyFileSync(original, join(folder, 'copy.pt'));
    const { code, stdout } = await modelbag(['diff', original, 'copy.pt', '--format', 'json'], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'modelbag/diff/1',
      verdict: 'identical',
      b: { path: 'copy.pt' },
    });
    expect(code).toBe(0);
  });

  it('finds a changed byte, exit 1, and names the tensor and the place', async () => {
    const changed = readFileSync(join(PROJECT, 'examples/iris/models/iris.safetensors'));
    changed[changed.length - 1] = (changed[changed.length - 1] as number) ^ 1;
    writeFileSync(join(folder, 'changed.safetensors'), changed);
    const { code, stdout } = await modelbag(['diff', original, 'changed.safetensors', '--no-color'], { cwd: folder });
    expect(stdout).toMatch(/≠ different\n {2}\d+ of \d+ tensors agree: 1 with other values/);
    expect(stdout).toMatch(/1 of \d+ .*\[\d+/);
    expect(code).toBe(1);
  });

  it('looks into a bag as if it were a folder', async () => {
    const packed = await modelbag(['pack', 'examples/iris', '--tag', 'v1', '--out', folder, '--format', 'json']);
    const { bag } = JSON.parse(packed.stdout) as { bag: { path: string } };
    const found = await modelbag(['diff', `${bag.path}/data/models/models/iris.pt`, original, '--format', 'json']);
    expect(JSON.parse(found.stdout)).toMatchObject({ verdict: 'identical' });
  });

  it('refuses what is not there and tolerances that are none, exit 2, with the cure', async () => {
    expect(await modelbag(['diff', original, 'missing.pt'], { cwd: folder })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('found nothing at this path'),
    });
    expect(await modelbag(['diff', original, original, '--rtol', 'few'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--rtol 1e-6'),
    });
    expect(await modelbag(['diff', original])).toMatchObject({ code: 2 });
  });
});
