import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { modelbag, PROJECT, scratch } from './modelbag.js';

const cwd = scratch();

describe('modelbag record', () => {
  it('leaves stdout and exit code to the command', async () => {
    const run = await modelbag(['record', '--', process.execPath, '-e', "console.log('epoch 1'); process.exit(4)"], {
      cwd,
    });
    expect(run.code).toBe(4);
    expect(run.stdout).toBe('epoch 1\n');
    expect(run.stderr).toContain('the command ended with exit code 4');
  });

  it('prints the record with --format json, and the output of the command on stderr', async () => {
    const run = await modelbag(['record', '--format', 'json', process.execPath, '-e', "console.log('epoch 1')"], {
      cwd,
    });
    expect(JSON.parse(run.stdout)).toMatchObject({ schema: 'modelbag/run/1', exitCode: 0 });
    expect(run.stderr).toContain('epoch 1');
  });

  it('takes no record of an earlier run for what a run reads', async () => {
    const here = join(cwd, 'again');
    mkdirSync(here);
    writeFileSync(join(here, 'train.py'), 'open("m", "w")\n');
    const args = ['record', '--format', 'json', '--quiet', process.execPath, 'train.py'];
    for (const name of ['one', 'two', 'one'])
      await modelbag(['record', '--quiet', '--name', name, process.execPath, '-e', '0'], { cwd: here });
    const { inputs } = JSON.parse((await modelbag(args, { cwd: here })).stdout);
    expect(inputs.map(({ path }: { path: string }) => path)).toEqual(['train.py']);
  });

  it('hands signals on to the command and still writes the record', async () => {
    const script = "process.on('SIGTERM', () => process.exit(9)); console.log('up'); setInterval(() => {}, 1000)";
    const args = [join(PROJECT, 'dist/cli.cjs'), 'record', '--name', 'ended', '--', process.execPath, '-e', script];
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(9);
    expect(JSON.parse(readFileSync(join(cwd, 'modelbag.run.ended.json'), 'utf8'))).toMatchObject({ exitCode: 9 });
  });
});
