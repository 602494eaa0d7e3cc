import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { CodeCache } from '../../src/cli/code-cache.js';
import { modelbag, PROJECT, scratch } from './modelbag.js';

const LIB = join(PROJECT, 'dist', 'lib');
const HELP = ['inspect', '--help'];
const isPosix = process.platform !== 'win32';

/** Folder of the one build and version that ran. */
const codeIn = (home: string): string => {
  const [only] = readdirSync(join(home, 'modelbag', 'code'));
  return join(home, 'modelbag', 'code', only as string);
};

const help = async (home: string, env: Record<string, string> = {}): Promise<string> => {
  const run = await modelbag(HELP, { env: { XDG_CACHE_HOME: home, ...env } });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return run.stdout;
};

/** Code of the inspect command with other words in it, as only a writer of the cache could put there. */
function plant(folder: string): void {
  const name = readdirSync(folder).find((piece) => piece.startsWith('inspect-')) as string;
  const source = readFileSync(join(LIB, name));
  const compile = `
    const { Script } = require('node:vm');
    const source = require('node:fs').readFileSync(${JSON.stringify(join(LIB, name))}, 'utf8').replace('model files', 'MARKED CODE');
    const text = '(function(exports,require,module,__filename,__dirname){' + source + '\\n})';
    process.stdout.write(new Script(text).createCachedData());`;
  const code = execFileSync(process.execPath, ['-e', compile]);
  const header = Buffer.alloc(8);
  header.writeUInt32LE(crc32(source), 0);
  header.writeUInt32LE(crc32(code), 4);
  writeFileSync(join(folder, name), Buffer.concat([header, code]), { mode: 0o600 });
}

(isPosix ? describe : describe.skip)('code cache of the command line', () => {
  const root = scratch();
  const fresh = (name: string): string => {
    const home = join(root, name);
    mkdirSync(home, { mode: 0o700 });
    return home;
  };

  it('is made by the first run, for the user alone, and used by the next ones', async () => {
    const home = fresh('made');
    const first = await help(home);
    const folder = codeIn(home);
    const pieces = readdirSync(folder);
    expect(pieces).toContain('program.cjs');
    expect(lstatSync(join(home, 'modelbag')).mode & 0o777).toBe(0o700);
    for (const piece of pieces) expect(statSync(join(folder, piece)).mode & 0o777).toBe(0o600);
    const times = () => pieces.map((piece) => statSync(join(folder, piece)).mtimeMs);
    const before = times();
    expect(await help(home)).toBe(first);
    expect([readdirSync(folder), times()]).toEqual([pieces, before]);
    plant(folder);
    expect(await help(home)).toContain('MARKED CODE');
  });

  it('costs only time where it is damaged, and is mended', async () => {
    const home = fresh('damaged');
    const first = await help(home);
    const folder = codeIn(home);
    const whole = readFileSync(join(folder, 'program.cjs'));
    for (const damage of [
      (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1),
      (bytes: Buffer) => bytes.subarray(0, 5),
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, bytes.length >> 1), Buffer.alloc(bytes.length >> 1)]),
      ...[0, 6, 20, 3000, whole.length - 1].map((at) => (bytes: Buffer) => {
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] as number) ^ 4;
        return flipped;
      }),
    ]) {
      const damaged = damage(whole);
      writeFileSync(join(folder, 'program.cjs'), damaged);
      expect(await help(home)).toBe(first);
      expect(readFileSync(join(folder, 'program.cjs')).equals(damaged)).toBe(false);
    }
  });

  it('is neither used nor written where others could have written it', async () => {
    const home = fresh('open');
    await help(home);
    const own = join(home, 'modelbag');
    plant(codeIn(home));
    expect(await help(home)).toContain('MARKED CODE');
    const refused = async (): Promise<void> => {
      const time = () => statSync(join(codeIn(home), 'program.cjs')).mtimeMs;
      const before = time();
      expect(await help(home)).not.toContain('MARKED CODE');
      expect(time()).toBe(before);
    };
    for (const mode of [0o770, 0o702]) {
      chmodSync(own, mode);
      await refused();
    }
    chmodSync(own, 0o700);
    renameSync(own, join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), own);
    await refused();
    if (process.geteuid?.() !== 0) return;
    execFileSync('rm', [own]);
    renameSync(join(home, 'elsewhere'), own);
    chownSync(own, 12345, 12345);
    await refused();
  });

  it('takes no file that others could have written, or that lies elsewhere', async () => {
    const home = fresh('files');
    await help(home);
    const folder = codeIn(home);
    plant(folder);
    const piece = join(folder, readdirSync(folder).find((name) => name.startsWith('inspect-')) as string);
    chmodSync(piece, 0o622);
    expect(await help(home)).not.toContain('MARKED CODE');
    plant(folder);
    renameSync(piece, join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), piece);
    expect(await help(home)).not.toContain('MARKED CODE');
  });

  it('leaves nothing in the home of another user', async () => {
    if (process.geteuid?.() !== 0) return;
    const home = fresh('theirs');
    chownSync(home, 12345, 12345);
    await help(home);
    expect(readdirSync(home)).toEqual([]);
  });

  (existsSync('/proc/self') ? it : it.skip)('is left alone where the system makes no folders', async () => {
    expect(await help('/proc/modelbag')).toContain('model files');
  });

  it('is off where Node or a continuous integration says so, and where there is no place for it', async () => {
    const home = fresh('off');
    await help(home, { NODE_DISABLE_COMPILE_CACHE: '1' });
    await help(home, { CI: 'true' });
    await help('relative', { HOME: '' });
    expect([readdirSync(home), existsSync(join(PROJECT, 'relative'))]).toEqual([[], false]);
    writeFileSync(join(home, 'file'), '');
    await help(join(home, 'file'));
  });

  it('keeps little of other builds and versions', async () => {
    const home = fresh('others');
    mkdirSync(join(home, 'modelbag'), { mode: 0o700 });
    for (let age = 1; age <= 6; age++) {
      const folder = join(home, 'modelbag', 'code', `build-${age}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'program.cjs'), '');
      utimesSync(folder, 1_000_000 - age, 1_000_000 - age);
    }
    await help(home);
    const left = readdirSync(join(home, 'modelbag', 'code'));
    expect(left.filter((name) => name.startsWith('build-'))).toEqual(['build-1', 'build-2', 'build-3']);
    expect(left).toHaveLength(4);
  });

  it('stays whole when several runs make it at once', async () => {
    const home = fresh('together');
    const outputs = await Promise.all(Array.from({ length: 5 }, () => help(home)));
    expect(new Set(outputs).size).toBe(1);
    expect(readdirSync(codeIn(home)).filter((name) => !name.endsWith('.cjs'))).toEqual([]);
    expect(await help(home)).toBe(outputs[0]);
  });

  it('gives back only what belongs to the source, whatever was damaged', () => {
    const cache = CodeCache.open('build', { HOME: fresh('bytes') }) as CodeCache;
    const source = Buffer.from('source');
    const code = Buffer.from(Array.from({ length: 300 }, (_, i) => i & 0xff));
    cache.write([{ name: 'piece.cjs', source, code: () => code }]);
    expect(cache.read('piece.cjs', source)).toEqual(code);
    expect(cache.read('piece.cjs', Buffer.from('Source'))).toBeUndefined();
    const path = join(cache.folder, 'piece.cjs');
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at++) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] as number) ^ (1 << (at & 7));
      for (const damaged of [flipped, whole.subarray(0, at)]) {
        writeFileSync(path, damaged);
        expect(cache.read('piece.cjs', source)).toBeUndefined();
      }
    }
  });

  it('lies where each system keeps what can be made again', () => {
    const at = (env: Record<string, string>, platform: NodeJS.Platform) => CodeCache.open('b', env, platform)?.home;
    expect(at({ HOME: '/home/a' }, 'linux')).toBe('/home/a/.cache/modelbag');
    expect(at({ HOME: '/home/a', XDG_CACHE_HOME: '/c' }, 'linux')).toBe('/c/modelbag');
    expect(at({ HOME: '/home/a', XDG_CACHE_HOME: 'c' }, 'linux')).toBe('/home/a/.cache/modelbag');
    expect(at({ HOME: '/Users/a' }, 'darwin')).toBe('/Users/a/Library/Caches/modelbag');
    expect(at({}, 'linux')).toBeUndefined();
    expect(at({}, 'win32')).toBeUndefined();
  });
});

describe('dist/cli.cjs', () => {
  it('starts by its name alone', () => {
    if (isPosix) expect(execFileSync(join(PROJECT, 'dist', 'cli.cjs'), ['--version']).toString()).toMatch(/^\d/);
  });
});
