import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { modelbag, scratch } from './modelbag.js';

const cwd = scratch();
const CONFIG = '.github/modelbag.yml';

describe('modelbag init', () => {
  it('writes a configuration and workflows, and says what it found', async () => {
    writeFileSync(join(cwd, 'train.R'), 'fit <- lm(mpg ~ wt, mtcars)\nsaveRDS(fit, "fit.rds")\n');
    const { code, stdout } = await modelbag(['init', '--format', 'json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      schema: 'modelbag/init/1',
      found: expect.arrayContaining(['1 training script: `train.R`', 'no record of the environment']),
      written: [CONFIG, '.github/workflows/modelbag-release.yml', '.github/workflows/modelbag-pull-request.yml'],
      kept: [],
    });
    expect(readFileSync(join(cwd, CONFIG), 'utf8')).toContain('#   command: "Rscript train.R"');
    expect((await modelbag(['check', '--format', 'json'], { cwd })).code).toBe(0);
  });

  it('leaves files alone that are there, unless forced', async () => {
    writeFileSync(join(cwd, CONFIG), 'name: mine\n');
    const again = await modelbag(['init'], { cwd });
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('Kept as it was');
    expect(readFileSync(join(cwd, CONFIG), 'utf8')).toBe('name: mine\n');
    await modelbag(['init', '--force'], { cwd });
    expect(readFileSync(join(cwd, CONFIG), 'utf8')).toContain('fail-on: error');
  });

  it('rejects a target that is no directory', async () => {
    const { code, stderr } = await modelbag(['init', 'nowhere'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('nowhere is not a directory');
    mkdirSync(join(cwd, 'empty'));
    expect((await modelbag(['init', 'empty'], { cwd })).code).toBe(0);
  });
});
