import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { thoroughly } from '../thorough.js';
import { modelbag, PROJECT, type Run, scratch } from './modelbag.js';

const folder = scratch();
const schemaOf = (name: string) => JSON.parse(readFileSync(join(PROJECT, `schemas/${name}.schema.json`), 'utf8'));
const schema = new Ajv2020({ strict: false }).compile(schemaOf('replay'));

/** Writes `weights.npy` of three numbers; `expression` gives the numbers. */
const training = (expression: string): string => `
import { writeFileSync } from 'node:fs';
const values = Float64Array.from([1, 2, 3], (x, i) => ${expression});
const dict = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }";
const header = Buffer.from(dict.padEnd(117) + '\\n');
const start = Buffer.from('\\x93NUMPY\\x01\\x00\\x76\\x00', 'latin1');
writeFileSync('weights.npy', Buffer.concat([start, header, Buffer.from(values.buffer)]));
console.log('trained');
`;

/** A repository whose training is this script, packed; replayed with the options. */
async function replayed(name: string, expression: string, options: readonly string[] = [], env = {}): Promise<Run> {
  const repository = join(folder, name);
  mkdirSync(join(repository, '.github'), { recursive: true });
  writeFileSync(join(repository, 'train.mjs'), training(expression));
  const config = `name: ${name}\ninclude: [train.mjs]\nmodels: ['*.npy']\ntrain:\n  command: '"${process.execPath}" train.mjs'\n  outputs: ['*.npy']\n`;
  writeFileSync(join(repository, '.github/modelbag.yml'), config);
  const first = await modelbag(['replay', 'x'], { cwd: repository });
  expect(first.code).toBe(2);
  const { execFileSync } = await import('node:child_process');
  execFileSync(process.execPath, ['train.mjs'], { cwd: repository });
  const packed = await modelbag(['pack', repository, '--tag', 'v1', '--out', folder, '--format', 'json']);
  const { bag } = JSON.parse(packed.stdout) as { bag: { path: string } };
  return modelbag(['replay', bag.path, '--setup', 'none', '--quiet', '--format', 'json', ...options], { env });
}

const document = ({ stdout }: Run) => {
  const found = JSON.parse(stdout) as Record<string, unknown>;
  schema(found);
  expect(schema.errors).toBeNull();
  return found;
};

describe('modelbag replay', () => {
  it('says reproduced where the models come out again, bit by bit', async () => {
    const run = await replayed('same', 'x / 3');
    expect(document(run)).toMatchObject({
      verdict: 'reproduced',
      commandFrom: 'train.command of the configuration',
      models: [{ path: 'weights.npy', diff: { verdict: 'identical' } }],
      output: 'trained\n',
    });
    expect(run.code).toBe(0);
  });

  thoroughly('says not reproduced, and which tensors, where they do not', async () => {
    const run = await replayed('random', 'x + Math.random()');
    expect(document(run)).toMatchObject({ verdict: 'not-reproduced', models: [{ diff: { verdict: 'different' } }] });
    expect(run.code).toBe(1);
    expect(document(run)['reason']).toContain('of weights.npy');
  });

  thoroughly('accepts a tolerance', async () => {
    const run = await replayed('nearly', 'x + process.pid * 1e-12', ['--atol', '1e-3']);
    expect(document(run)).toMatchObject({ verdict: 'reproduced-within-tolerance' });
    expect(run.code).toBe(0);
  });

  it('says could not run, and why: no such program, a failing command, one that takes too long', async () => {
    const bag = join(folder, 'same-v1.zip');
    const replay = (...args: string[]) =>
      modelbag(['replay', bag, '--setup', 'none', '--quiet', '--format', 'json', ...args]);
    const missing = await replay('--', 'no-such-interpreter', 'train.mjs');
    expect(document(missing)).toMatchObject({
      verdict: 'could-not-run',
      reason: expect.stringContaining('no program'),
    });
    expect(missing.code).toBe(2);
    expect(document(await replay('--', process.execPath, '-e', 'process.exit(3)'))).toMatchObject({
      verdict: 'could-not-run',
      exitCode: 3,
    });
    expect(
      document(await replay('--timeout', '0.5', '--', process.execPath, '-e', 'setInterval(() => {}, 9)')),
    ).toMatchObject({ verdict: 'could-not-run', reason: expect.stringContaining('ended after') });
    const nothing = await replay('--', process.execPath, '-e', '0');
    expect(document(nothing)).toMatchObject({
      verdict: 'not-reproduced',
      models: [{ path: 'weights.npy', diff: null }],
    });
  });

  it('refuses what is no bag of ours', async () => {
    expect(await modelbag(['replay', join(PROJECT, 'examples/iris')])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('evidence.json'),
    });
  });
});
