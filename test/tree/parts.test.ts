import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chunks, memorySource } from '../../src/bytes/source.js';
import { folderCache } from '../../src/tree/cache.js';
import { isStray, listing, nameFromBytes } from '../../src/tree/listing.js';
import { lastSegment, publicAddress } from '../../src/tree/origin.js';
import { Scratch } from '../../src/tree/scratch.js';
import { runs } from '../thorough.js';
import { temporaryFolder } from './repository-fixture.js';

describe('publicAddress', () => {
  it('takes secrets out of addresses and leaves the rest', () => {
    const cases: [string, string | undefined][] = [
      ['https://github.com/o/r.git', 'https://github.com/o/r.git'],
      ['https://user:pw@github.com/o/r.git', 'https://github.com/o/r.git'],
      ['https://x-access-token@github.com/o/r', 'https://github.com/o/r'],
      ['https://gitlab.org/o/r?private_token=abc#x', 'https://gitlab.org/o/r'],
      ['git@github.com:o/r.git', 'git@github.com:o/r.git'],
      ['ssh://git:pw@host.org:22/o/r', 'ssh://git@host.org:22/o/r'],
      ['user:pw@host.org:o/r.git', 'user@host.org:o/r.git'],
      ['/home/me/r', undefined],
      ['../r', undefined],
      ['file:///home/me/r', undefined],
      ['C:\\Users\\me\\r', undefined],
      ['ext::sh -c evil', undefined],
      ['', undefined],
    ];
    for (const [address, expected] of cases) expect([address, publicAddress(address)]).toEqual([address, expected]);
  });

  it('never repeats a password', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9]{8,20}$/);
    fc.assert(
      fc.property(fc.constantFrom('https', 'http', 'ssh', 'git'), word, word, (scheme, user, password) => {
        expect(publicAddress(`${scheme}://${user}:pw-${password}@host.org/o/r`) ?? '').not.toContain(
          password.length > 7 ? `pw-${password}` : '\0',
        );
      }),
    );
  });
});

describe('lastSegment', () => {
  it('names a repository by its address or folder', () => {
    const cases = {
      'https://x.org/o/iris.git': 'iris',
      'git@x.org:iris': 'iris',
      '/a/b/': 'b',
      '/a/b/.git': 'b',
      'C:\\a\\b': 'b',
      '': '',
    };
    for (const [address, name] of Object.entries(cases)) expect(lastSegment(address)).toBe(name);
  });
});

describe('nameFromBytes', () => {
  it('reads UTF-8 and shows other bytes', () => {
    expect(nameFromBytes(Buffer.from('ü😀'))).toBe('ü😀');
    expect(nameFromBytes(Buffer.from([0x61, 0xff, 0xc3, 0xbc, 0xc3]))).toBe('a\\xffü\\xc3');
  });

  it('gives two names of different bytes different texts, unless one is written like an escape', () => {
    const name = fc.uint8Array({ minLength: 1, maxLength: 8 }).filter((bytes) => !bytes.includes(0x5c));
    fc.assert(
      fc.property(
        name,
        name,
        (a, b) => (nameFromBytes(a) === nameFromBytes(b)) === Buffer.from(a).equals(Buffer.from(b)),
      ),
      { numRuns: runs(1000) },
    );
  });
});

describe('isStray', () => {
  it('knows paths that lead out or into git', () => {
    for (const path of ['', '/a', '..', 'a/..', 'a/./b', 'a//b', '.git', 'a/.git/b', 'a\0b'])
      expect(isStray(path)).toBe(true);
    for (const path of ['a', '..a', 'a..', '.gitignore', 'a/.github/b', ' ', '-x', 'a\nb'])
      expect(isStray(path)).toBe(false);
  });
});

describe('listing', () => {
  it('sorts by bytes and keeps each path once', () => {
    const entry = (path: string) => ({ path, kind: 'file' as const, size: 0, executable: false });
    const { entries, notes } = listing(['b', 'ü', 'a', '😀', '\uffee', 'b'].map(entry));
    expect(entries.map(({ path }) => path)).toEqual(['a', 'b', 'ü', '\uffee', '😀']);
    expect(notes).toHaveLength(1);
  });
});

describe('Scratch', () => {
  it('keeps bytes without a name on disk, and leaves nothing', async () => {
    const temporary = temporaryFolder();
    const scratch = new Scratch(temporary.path);
    const kept = await scratch.keep(chunks(memorySource(Buffer.from('hello')), 0, 5, 2));
    const folder = readdirSync(temporary.path)[0] as string;
    expect(readdirSync(`${temporary.path}/${folder}`)).toEqual([]);
    expect(Buffer.from(await kept.read(0, 5)).toString()).toBe('hello');
    await scratch.close();
    expect(readdirSync(temporary.path)).toEqual([]);
    temporary.clean();
  });

  it('leaves nothing of bytes that never arrived', async () => {
    const temporary = temporaryFolder();
    const scratch = new Scratch(temporary.path);
    const failing = (async function* () {
      yield Buffer.from('part');
      throw new Error('cut');
    })();
    await expect(scratch.keep(failing)).rejects.toThrow('cut');
    await scratch.close();
    expect(readdirSync(temporary.path)).toEqual([]);
    temporary.clean();
  });
});

describe('folderCache', () => {
  it('stores what arrived whole, and nothing else', async () => {
    const temporary = temporaryFolder();
    const cache = folderCache(`${temporary.path}/deep/cache`);
    expect(await cache.open('sha256:ab')).toBeNull();
    expect(existsSync(`${temporary.path}/deep`)).toBe(false);
    const stored = await cache.store('sha256:ab', chunks(memorySource(Buffer.from('hello'))));
    expect(stored.size).toBe(5);
    await stored.close();
    const opened = await cache.open('sha256:ab');
    expect(opened?.size).toBe(5);
    await opened?.close();
    await expect(
      cache.store(
        '../../x',
        (async function* () {
          yield Buffer.from('a');
          throw new Error('cut');
        })(),
      ),
    ).rejects.toThrow('cut');
    expect(readdirSync(`${temporary.path}/deep/cache`)).toHaveLength(1);
    temporary.clean();
  });
});
