import { describe, expect, it } from '@jest/globals';
import { gatherEnvironments } from '../../../src/evidence/environments/environments.js';
import { collected } from '../collected.js';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const one = async (path: string, text: string) =>
  (await gatherEnvironments(collected({ [path]: text }))).environments[0];
const messages = async (path: string, text: string) =>
  (await one(path, text))!.problems.map(({ line, message }) => `${line}: ${message}`);

describe('environments of whole systems', () => {
  it('reads locks of Nix flakes', async () => {
    const lock = JSON.stringify(
      {
        nodes: { nixpkgs: { locked: { type: 'github', rev: COMMIT, narHash: 'sha256-x' } }, root: { inputs: {} } },
        root: 'root',
        version: 7,
      },
      null,
      2,
    );
    expect(await one('flake.lock', lock)).toMatchObject({
      grade: 'P4',
      ecosystem: 'nix',
      pinned: 1,
      packages: { nixpkgs: COMMIT },
    });
    expect(await one('flake.lock', lock.replace('"github"', '"path"'))).toMatchObject({ grade: 'PX' });
    // A flake in a folder of the repository itself is not another source.
    const inner = lock.replace('"root": {', '"mine": { "locked": { "type": "path", "path": "./mine" } }, "root": {');
    expect(await one('flake.lock', inner)).toMatchObject({ grade: 'P4', total: 1 });
  });

  it('tells Nix expressions that move from those that do not', async () => {
    expect(await one('shell.nix', '{ pkgs ? import <nixpkgs> {} }: pkgs.mkShell {}')).toMatchObject({ grade: 'P0' });
    const fixed = `import (fetchTarball {\n  url = "https://github.com/NixOS/nixpkgs/archive/${COMMIT}.tar.gz";\n  sha256 = "0abc";\n}) {}`;
    expect(await one('default.nix', fixed)).toMatchObject({ grade: 'P4' });
    expect(await messages('default.nix', 'import (fetchTarball "https://x/nixos-23.11.tar.gz") {}')).toEqual([
      '1: https://x/nixos-23.11.tar.gz: https://x/nixos-23.11.tar.gz can move; name a commit and its sha256',
    ]);
    const handedDown = 'fetchTarball { inherit url; sha256 = hash; } # fetchTarball "https://x/old.tar.gz"\n';
    expect(await one('default.nix', handedDown)).toMatchObject({ grade: 'P4', total: 1, pinned: 1 });
    expect(await messages('default.nix', 'builtins.fetchGit { url = repository.url; /* rev = "x" */ }')).toEqual([
      '1: source: what it fetches can move; name a commit and its sha256',
    ]);
  });

  it('reads the sources of npins and niv, and not the code that they generate', async () => {
    const npins = { pins: { nixpkgs: { type: 'Channel', url: 'https://x', hash: '10bk' } }, version: 3 };
    expect(await one('npins/sources.json', JSON.stringify(npins))).toMatchObject({ grade: 'P4', total: 1 });
    expect(await one('npins/default.nix', 'fetchTarball { inherit url; }')).toBeUndefined();
    const niv = { nixpkgs: { rev: COMMIT, sha256: '0abc' }, overlay: { branch: 'master' } };
    expect(await one('nix/sources.json', JSON.stringify(niv, null, 1))).toMatchObject({
      pinned: 1,
      total: 2,
      problems: [{ line: 6, message: 'overlay: neither revision nor digest' }],
    });
  });

  it('reads channels and manifests of Guix', async () => {
    const channels = `(list (channel\n (name 'guix)\n (url "https://x")\n (commit "${COMMIT}")\n (introduction (make-channel-introduction "${COMMIT}"))))`;
    expect(await one('channels.scm', channels)).toMatchObject({ grade: 'P4', packages: { guix: COMMIT } });
    expect(await one('channels.scm', '(list (channel (name \'guix) (branch "master")))')).toMatchObject({
      grade: 'P1',
    });
    expect(await one('manifest.scm', `(specifications->manifest\n '("r" "r-lme4@1.1"))`)).toMatchObject({
      grade: 'P1',
      pinned: 1,
      total: 2,
    });
  });

  it('takes what a manifest asks for as fixed by channels that are, the library that trains included', async () => {
    const channels = `(list (channel (name 'guix) (commit "${COMMIT}")))`;
    const manifest =
      '(define p (map specification->package ; "python-tensorflow"\n  (list "python-pytorch" "python-numpy:lib")))\n(f (getenv "CPU") (specification->package "python"))\n';
    const moving = await gatherEnvironments(collected({ 'manifest.scm': manifest }), new Set(['torch']));
    expect(moving.environments).toMatchObject([{ grade: 'P0', total: 3 }]);
    expect(moving.framework).toMatchObject([{ package: 'torch', exact: 'no', where: 'manifest.scm:2' }]);
    const fixed = await gatherEnvironments(
      collected({ 'channels.scm': channels, 'guix/manifest.scm': manifest }),
      new Set(['torch']),
    );
    expect(fixed.environments).toMatchObject([
      { path: 'channels.scm', grade: 'P4' },
      { path: 'guix/manifest.scm', grade: 'P4', pinned: 3, problems: [] },
    ]);
    expect(fixed.framework).toMatchObject([{ package: 'torch', exact: 'partly', where: 'guix/manifest.scm:2' }]);
  });
});

describe('hostile files of Nix and Guix', () => {
  it.each([
    ['comments that never end', '/* ', '#| '],
    ['texts that never end', '"\\"', '"\\"'],
    ['calls that never end', 'fetchurl {\n', '(specification->package "a"\n'],
    ['channels without end', '<nixpkgs>\n', '(channel\n'],
  ])('are walked once where there are %s', async (_, nix, guix) => {
    const long = (piece: string): string => piece.repeat(300_000 / piece.length);
    for (const [path, piece] of [
      ['shell.nix', nix],
      ['manifest.scm', guix],
      ['channels.scm', guix],
    ] as const)
      expect((await one(path, long(piece)))?.grade).not.toBe('P4');
  });

  it('are walked once where a text is longer than the stack is deep', async () => {
    const text = `"${'a'.repeat(30_000_000)}" import <nixpkgs>`;
    expect(await one('shell.nix', text)).toMatchObject({ grade: 'P0', total: 1 });
  });
});

describe('session information of R', () => {
  it('is read as sessionInfo() prints it', async () => {
    const text = `R version 4.3.1 (2023-06-16)\nPlatform: x86_64\n\nattached base packages:\n[1] stats graphics\n\nother attached packages:\n [1] dplyr_1.1.2     data.table_1.14.8\n\nloaded via a namespace (and not attached):\n [1] R6_2.5.1\n`;
    expect(await one('sessionInfo.txt', text)).toMatchObject({
      grade: 'P3',
      interpreter: '4.3.1',
      packages: { 'data.table': '1.14.8', R6: '2.5.1', dplyr: '1.1.2' },
    });
  });

  it('is read as sessioninfo::session_info() prints it', async () => {
    const text = `─ Session info ──\n setting  value\n version  R version 4.2.0 (2022-04-22)\n\n─ Packages ──\n package * version date (UTC) lib source\n dplyr   * 1.0.9   2022-04-28 [1] CRAN (R 4.2.0)\n lme4      1.1-29  2022-04-07 [1] CRAN (R 4.2.0)\n`;
    expect(await one('docs/session_info.txt', text)).toMatchObject({
      grade: 'P3',
      interpreter: '4.2.0',
      packages: { dplyr: '1.0.9', lme4: '1.1-29' },
    });
  });
});
