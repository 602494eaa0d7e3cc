import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { RunRecord } from '../../src/evidence/run.js';
import { record } from '../../src/record/record.js';
import { redactCommand } from '../../src/record/redact-command.js';
import { seedsOf, variablesOf } from '../../src/record/variables.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const schema = JSON.parse(readFileSync(join(root, 'schemas/run.schema.json'), 'utf8')) as object;
const isRun = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
const SHA_OF_HELLO = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'modelbag-record-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const readRecord = (name = 'modelbag.run.json'): RunRecord => {
  const value = JSON.parse(readFileSync(join(folder, name), 'utf8')) as RunRecord;
  expect(isRun(value) ? [] : isRun.errors).toEqual([]);
  return value;
};
const run = (script: string, options: Partial<Parameters<typeof record>[0]> = {}, env: NodeJS.ProcessEnv = {}) =>
  record({
    command: [process.execPath, '-e', script],
    place: { directory: folder, env: { PATH: process.env['PATH'], ...env } },
    ...options,
  });

describe('record', () => {
  it('writes machine, files read and written with digests, duration and exit code', async () => {
    writeFileSync(join(folder, 'in.csv'), 'hello');
    writeFileSync(join(folder, 'old.bin'), 'before');
    writeFileSync(join(folder, 'same.bin'), 'same');
    const write = `const fs = require('fs'); fs.mkdirSync('out'); fs.writeFileSync('out/model.bin', 'hello');
      fs.writeFileSync('old.bin', 'after'); fs.readFileSync('same.bin')`;
    const { code } = await run(write, { inputs: ['in.csv'] });
    const value = readRecord();
    expect(code).toBe(0);
    expect(value.inputs).toEqual([{ path: 'in.csv', size: 5, sha256: SHA_OF_HELLO }]);
    expect(value.outputs.map(({ path, change }) => [path, change])).toEqual([
      ['old.bin', 'changed'],
      ['out/model.bin', 'created'],
    ]);
    expect(value.outputs[1]!.sha256).toBe(SHA_OF_HELLO);
    expect(value.git).toBeNull();
    expect(value.hardware.cores).toBeGreaterThan(0);
    expect(value.hardware.cpu).not.toBe('');
    expect(value.durationSeconds).toBeGreaterThan(0);
  });

  it('passes the exit code through, and keeps the record of a success beside that of a failure', async () => {
    expect((await run('process.exit(7)')).code).toBe(7);
    expect(readRecord().exitCode).toBe(7);
    await run('');
    expect((await run('process.exit(3)')).code).toBe(3);
    expect(readRecord().exitCode).toBe(0);
    expect(readRecord('modelbag.run.failed.json').exitCode).toBe(3);
  });

  it('says 128 and the signal where a signal ended the command', async () => {
    const { code } = await run("process.kill(process.pid, 'SIGTERM')");
    expect(code).toBe(143);
    expect(readRecord()).toMatchObject({ exitCode: null, signal: 'SIGTERM' });
  });

  it('runs no shell', async () => {
    await record({
      command: [process.execPath, '-e', '0', '; touch stolen', '$(touch stolen)'],
      place: { directory: folder, env: { PATH: process.env['PATH'] } },
    });
    expect(existsSync(join(folder, 'stolen'))).toBe(false);
  });

  it('rejects a program that is not there, and an input that is not there', async () => {
    const place = { directory: folder, env: {} };
    await expect(record({ command: ['no-such-program-here'], place })).rejects.toThrow(
      'no-such-program-here cannot be started: there is no such program',
    );
    await expect(run('', { inputs: ['nothing.csv'] })).rejects.toThrow('the input nothing.csv does not exist');
    await expect(run('', { inputs: ['.'] })).rejects.toThrow('the input . is no file');
  });

  it('tells the commit and what differs from it', async () => {
    const git = (...args: string[]) =>
      spawnSync('git', ['-c', 'user.name=n', '-c', 'user.email=n@example.org', ...args], { cwd: folder });
    git('init', '-q');
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'train.py'), '1');
    git('add', '-A');
    git('commit', '-qm', 'x');
    await run("require('fs').writeFileSync('m.bin', '')", {
      place: { directory: join(folder, 'sub'), env: { PATH: process.env['PATH'] } },
    });
    const clean = readRecord();
    expect(clean.git).toMatchObject({ dirty: false, changes: [] });
    expect(clean.git!.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(clean.workingDirectory).toBe('sub');
    expect(clean.outputs.map(({ path }) => path)).toEqual(['sub/m.bin']);
    writeFileSync(join(folder, 'train.py'), '2');
    await run('');
    expect(readRecord().git).toMatchObject({ dirty: true, changes: ['sub/m.bin', 'train.py'] });
  });
});

describe('variables of a record', () => {
  it('are those that change numbers, never any other', () => {
    const env = {
      PYTHONHASHSEED: '0',
      OMP_NUM_THREADS: '4',
      AWS_SECRET_ACCESS_KEY: 'x',
      XLA_FLAGS: '--xla_dump_to=/home/ada/x',
    };
    expect(variablesOf(env)).toEqual({ PYTHONHASHSEED: '0', OMP_NUM_THREADS: '4' });
  });

  it('and the command line give the seeds', () => {
    const command = [
      'python',
      't.py',
      '--seed',
      '7',
      '--random-state=1',
      'training.seed=5',
      '--seed-file',
      'x',
      '--epochs',
      '3',
    ];
    expect(seedsOf(command, { PYTHONHASHSEED: '0' }).map(({ library, value }) => `${library} ${value}`)).toEqual([
      'python-hash 0',
      'other 7',
      'sklearn 1',
      'other 5',
    ]);
  });
});

describe('the command of a record', () => {
  it('hides secrets, mail addresses and user names', () => {
    const command = [
      '/home/ada/venv/bin/python',
      't.py',
      '--token',
      'abc',
      '--api-key=abc',
      'https://ada:pw@host/x',
      'to=ada@example.org',
      '--lr',
      '0.1',
    ];
    expect(redactCommand(command)).toEqual([
      '/home/[user]/venv/bin/python',
      't.py',
      '--token',
      '[redacted]',
      '--api-key=[redacted]',
      'https://[redacted]@host/x',
      'to=[mail address]',
      '--lr',
      '0.1',
    ]);
  });
});

const has = (program: string, ...args: string[]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

describe('snippets that record from a notebook or console', () => {
  beforeEach(() => {
    cpSync(join(root, 'examples/record'), folder, { recursive: true });
    writeFileSync(join(folder, 'in.csv'), 'hello');
  });
  const expected = {
    exitCode: 0,
    inputs: [{ path: 'in.csv', size: 5, sha256: SHA_OF_HELLO }],
    parameters: { lr: 0.1 },
    outputs: [{ path: 'm.bin', change: 'created', size: 5, sha256: SHA_OF_HELLO }],
  };

  (has('python3', '--version') ? it : it.skip)('write the same document from Python', () => {
    const code = `from modelbag_record import record
with record(seeds={"torch": 42}, inputs=["in.csv"], parameters={"lr": 0.1}, root=".") as run:
    open("m.bin", "w").write("hello")
    run.metrics["accuracy"] = 0.5`;
    expect(spawnSync('python3', ['-c', code], { cwd: folder }).status).toBe(0);
    expect(readRecord()).toMatchObject({
      ...expected,
      metrics: { accuracy: 0.5 },
      seeds: [{ library: 'torch', value: 42 }],
    });
  });

  (has('Rscript', '--version') ? it : it.skip)('write the same document from R', () => {
    const code = `source("modelbag_record.R")
modelbag_record(seed = 42, inputs = "in.csv", parameters = list(lr = 0.1), root = ".", {
  out <- file("m.bin", "wb"); writeBin(charToRaw("hello"), out); close(out) })`;
    expect(spawnSync('Rscript', ['-e', code], { cwd: folder }).status).toBe(0);
    expect(readRecord()).toMatchObject({
      ...expected,
      interpreter: { language: 'r' },
      seeds: [{ library: 'r', value: 42 }],
    });
  });
});
