import { parseJsonText } from '../../containers/json-text.js';
import { brokenFile, type Declaration, type EnvironmentFormat, fileName, recordOf, textOf } from './declaration.js';

const COMMIT = /^[0-9a-f]{40}$/;

/** Lock of a Nix flake: every input by commit and content digest, down to the C library. */
export const flakeLock: EnvironmentFormat = {
  id: 'flake-lock',
  title: 'flake.lock',
  ecosystem: 'nix',
  recognize: (path) => fileName(path) === 'flake.lock',
  parse(text) {
    const parsed = parseJsonText(text);
    if ('message' in parsed) return brokenFile(parsed.line, parsed.message);
    const root = recordOf(parsed.value);
    const nodes = recordOf(root['nodes']);
    const declarations = Object.entries(nodes).flatMap(([name, node]): Declaration[] => {
      if (name === (root['root'] ?? 'root')) return [];
      const locked = recordOf(recordOf(node)['locked']);
      const [rev, digest] = [textOf(locked['rev']), textOf(locked['narHash'])];
      const base = { name, line: parsed.lineOf(['nodes', name]), hashed: digest !== undefined };
      if (locked['type'] === 'path')
        return [{ ...base, pin: 'broken', why: `the path ${textOf(locked['path']) ?? ''} of one machine` }];
      const version = rev ?? digest;
      return [
        version === undefined
          ? { ...base, pin: 'range', why: 'neither commit nor digest' }
          : { ...base, pin: 'exact', version },
      ];
    });
    return { declarations, closure: true, problems: [], selfContained: true };
  },
};

/** Expressions of Nix: `<nixpkgs>` is whatever the machine has, a tarball with its digest is fixed. */
export const nixExpression: EnvironmentFormat = {
  id: 'nix-expression',
  title: 'Nix expression',
  ecosystem: 'nix',
  recognize: (path) => /^(shell|default|environment)\.nix$/.test(fileName(path)),
  parse(text) {
    const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
    const declarations = [
      ...[...text.matchAll(/<(nixpkgs[\w/.-]*)>/g)].map(
        (found): Declaration => ({
          name: found[1]!,
          line: lineAt(found.index),
          pin: 'bare',
          hashed: false,
          why: 'whatever the machine calls nixpkgs; fetch it by commit and digest',
        }),
      ),
      ...[...text.matchAll(/\b(fetchTarball|fetchFromGitHub|fetchGit|fetchurl)\b\s*(\{[^}]*\}|"[^"]*")/g)].map(
        (found) => fetched(found[2]!, lineAt(found.index)),
      ),
    ];
    // Only what is fetched by digest makes the packages of the expression exact.
    return declarations.length === 0 ? undefined : { declarations, closure: true, problems: [], selfContained: true };
  },
};

function fetched(source: string, line: number): Declaration {
  const value = (key: string): string | undefined => new RegExp(`\\b${key}\\s*=\\s*"([^"]*)"`).exec(source)?.[1];
  const address = value('url') ?? /^"([^"]*)"$/.exec(source)?.[1] ?? '';
  const rev = value('rev') ?? /[0-9a-f]{40}/.exec(address)?.[0];
  const digest = value('sha256') ?? value('hash') ?? value('narHash');
  const name = value('repo') ?? (/nixpkgs/i.test(address) ? 'nixpkgs' : address.slice(0, 80));
  if (digest !== undefined) return { name, line, pin: 'exact', version: rev ?? digest, hashed: true };
  if (rev !== undefined && COMMIT.test(rev)) return { name, line, pin: 'exact', version: rev, hashed: false };
  return { name, line, pin: 'range', hashed: false, why: `${rev ?? address} can move; name a commit and its sha256` };
}

/** Channels of Guix, and manifests that take packages from them. */
export const guixChannels: EnvironmentFormat = {
  id: 'guix-channels',
  title: 'Guix channels',
  ecosystem: 'guix',
  recognize: (path) => /^channels\.scm$/.test(fileName(path)),
  parse(text) {
    const plain = text.replace(/;.*$/gm, (comment) => ' '.repeat(comment.length));
    const channels = [...plain.matchAll(/\(channel\b/g)].map((found, i, all): Declaration => {
      const part = plain.slice(found.index, all[i + 1]?.index ?? plain.length);
      const name = /\(name\s+'([\w-]+)/.exec(part)?.[1] ?? 'channel';
      const commit = /\(commit\s+"([^"]+)"/.exec(part)?.[1];
      const base = { name, line: plain.slice(0, found.index).split('\n').length };
      return commit !== undefined && COMMIT.test(commit)
        ? { ...base, pin: 'exact', version: commit, hashed: true }
        : { ...base, pin: 'range', hashed: false, why: 'no commit: the channel moves' };
    });
    const moving = /%default-channels/.test(plain) && channels.length === 0;
    if (moving)
      channels.push({
        name: 'guix',
        line: 1,
        pin: 'bare',
        hashed: false,
        why: '%default-channels moves; name a commit',
      });
    return channels.length === 0
      ? undefined
      : { declarations: channels, closure: true, problems: [], selfContained: true };
  },
};

export const guixManifest: EnvironmentFormat = {
  id: 'guix-manifest',
  title: 'Guix manifest',
  ecosystem: 'guix',
  recognize: (path) => /^(manifest|guix)\.scm$/.test(fileName(path)),
  parse(text) {
    const list = /specifications?->manifest\b[\s\S]*/.exec(text);
    if (!list) return undefined;
    const declarations = [...list[0].matchAll(/"([^"\s]+)"/g)].map((found): Declaration => {
      const [name = '', version] = found[1]!.split('@');
      const line = text.slice(0, list.index + found.index).split('\n').length;
      return version === undefined
        ? {
            name,
            line,
            pin: 'bare',
            hashed: false,
            why: 'as the channels have it; commit channels.scm (guix describe -f channels)',
          }
        : { name, line, pin: 'exact', version, hashed: false };
    });
    return { declarations, closure: false, problems: [] };
  },
};
