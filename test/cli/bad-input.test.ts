import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { modelbag, scratch } from './modelbag.js';

const folder = scratch();
const make = (name: string, files: Record<string, string>): string => {
  for (const [path, text] of Object.entries(files)) {
    const at = join(folder, name, path);
    mkdirSync(join(at, '..'), { recursive: true });
    writeFileSync(at, text);
  }
  return join(folder, name);
};

describe('modelbag with bad input', () => {
  it('tells a directory without models kindly, with exit 0', async () => {
    const dir = make('no-models', { 'README.md': '# Notes\n', 'train.py': 'print("hello")\n' });
    const run = await modelbag(['check', dir]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/no model/i);
    expect(run.stdout).toContain('under `models`');
  });

  it('goes on where nobody reads what it says', async () => {
    const dir = make('unread', { 'model.json': '{}\n' });
    expect(await modelbag(['check', dir], { deaf: true })).toMatchObject({ code: 0, stderr: '' });
  });

  it('names every fault of a broken configuration at once, with exit 2', async () => {
    const dir = make('broken-config', {
      '.github/modelbag.yml': 'modelz:\n  - "*.pt"\nfail-on: sometimes\nrules:\n  seed-missing: loud\n',
      'model.json': '{}\n',
    });
    const run = await modelbag(['check', dir]);
    expect(run.code).toBe(2);
    for (const fault of ['modelz', 'sometimes', 'loud']) expect(run.stderr).toContain(fault);
    expect(run.stderr).toContain('modelbag.yml:1');
    expect(run.stderr).not.toContain('    at ');
  });

  it('lets no hostile file name into any output', async () => {
    const names = [
      '](javascript:alert(1)).safetensors',
      '::error::pwned.safetensors',
      '\u202Efdp.safetensors',
      `${'x'.repeat(230)}.safetensors`,
      '<img src=x>.safetensors',
    ];
    const header = JSON.stringify({ w: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }).padEnd(64);
    const model = Buffer.concat([
      Buffer.from([header.length, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from(header),
      Buffer.alloc(4),
    ]);
    const dir = join(folder, 'hostile');
    mkdirSync(dir, { recursive: true });
    for (const name of names) writeFileSync(join(dir, name), model);
    for (const format of ['terminal', 'markdown', 'sarif', 'html']) {
      const run = await modelbag(['check', dir, '--format', format]);
      expect(run.code).toBe(0);
      // In a code span it is text; outside of one it would be a link.
      if (format === 'markdown') expect(run.stdout.replaceAll(/`[^`]*`/g, '')).not.toContain('](javascript:');
      expect(run.stdout).not.toMatch(/^::error::/m);
      expect(run.stdout).not.toContain('\u202E');
      if (format === 'html') expect(run.stdout).not.toContain('<img src=x>');
    }
    const out = join(folder, 'hostile-out');
    const packed = await modelbag(['pack', dir, '--tag', 'v1', '--out', out, '--format', 'json']);
    expect(packed.code).toBe(0);
    const verified = await modelbag(['verify', JSON.parse(packed.stdout).bag.path]);
    expect(verified.code).toBe(0);
  });

  it('answers a path that does not exist in inspect with an entry and exit 2', async () => {
    const run = await modelbag(['inspect', '--format', 'json', '--', join(folder, 'gone.pt')]);
    expect(run.code).toBe(2);
    const [entry] = JSON.parse(run.stdout).models;
    expect(entry.safety).toMatchObject({ status: 'error', verdict: 'unknown' });
  });

  it('says how to write a command that stands behind options', async () => {
    const run = await modelbag(['--format', 'json', 'diff', 'a', 'b']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('the command diff stands behind options');
    expect(run.stderr).toContain('modelbag diff --format json a b');
  });

  it('rejects an unknown command and an unknown option with exit 2', async () => {
    expect((await modelbag(['frobnicate'])).code).toBe(2);
    expect((await modelbag(['check', '--frobnicate'])).code).toBe(2);
  });
});

describe('modelbag --version', () => {
  it('prints the version alone', async () => {
    const run = await modelbag(['--version']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
