import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { modelbag, PROJECT, scratch } from './modelbag.js';

const folder = scratch();

describe('exports', () => {
  it('are made, proven and packed where the configuration asks for them', async () => {
    const repository = join(folder, 'iris');
    cpSync(join(PROJECT, 'examples/iris'), repository, { recursive: true });
    mkdirSync(join(repository, '.github'));
    writeFileSync(join(repository, '.github/modelbag.yml'), 'exports: [npz]\nbag: {layout: directory}\n');
    const out = join(folder, 'out');
    const run = await modelbag(['pack', repository, '--tag', 'v1.0.0', '--out', out, '--format', 'json']);
    const { exports, bag } = JSON.parse(run.stdout) as {
      exports: { native: string; path: string; sha256: string; proof: { verdict: string } }[];
      bag: { path: string };
    };
    expect(exports.map(({ native, path, proof }) => [native, path, proof.verdict])).toEqual([
      ['models/checkpoints/epoch-100.pt', 'epoch-100.npz', 'equal'],
      ['models/checkpoints/epoch-200.pt', 'epoch-200.npz', 'equal'],
      ['models/iris.pt', 'iris.npz', 'equal'],
    ]);
    const copies = join(bag.path, 'data/exports/models');
    expect(readdirSync(copies)).toContain('iris.npz');
    expect(JSON.parse(readFileSync(join(copies, 'iris.npz.proof.json'), 'utf8'))).toMatchObject({
      schema: 'modelbag/proof/1',
      verdict: 'equal',
    });
    expect(run.code).toBe(0);
  });

  it('by hand land in --out, each with its proof, and never replace another file', async () => {
    const args = [
      'export',
      'examples/iris/models/iris.pt',
      '--to',
      'safetensors,csv',
      '--out',
      folder,
      '--format',
      'json',
    ];
    const first = await modelbag(args);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      schema: 'modelbag/export/1',
      exports: [{ path: 'iris.safetensors' }, { path: 'iris.weights.csv' }],
      notPossible: [],
    });
    expect((await modelbag(args)).code).toBe(0);
    writeFileSync(join(folder, 'iris.safetensors'), 'mine');
    expect(await modelbag(args)).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
    expect(readFileSync(join(folder, 'iris.safetensors'), 'utf8')).toBe('mine');
  });

  it('to a format that is none are refused with those that are', async () => {
    expect(await modelbag(['export', 'examples/iris/models/iris.pt', '--to', 'word'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('safetensors'),
    });
  });
});
