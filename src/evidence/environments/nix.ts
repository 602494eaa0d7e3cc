import { parseJsonText } from '../../containers/json-text.js';
import { linesOfGrowing } from '../../containers/line-search.js';
import { withoutComments } from './comments.js';
import {
  brokenFile,
  type Declaration,
  type EnvironmentFormat,
  fileName,
  isInside,
  recordOf,
  textOf,
} from './declaration.js';

const COMMIT = /^[0-9a-f]{40}$/;
const COMMENTS = { line: '#', block: ['/*', '*/'] } as const;
/** What is fetched, and how: no person writes more. */
const FETCHED = /\b(?:fetchTarball|fetchFromGitHub|fetchGit|fetchurl)\b\s*(\{[^}]{0,2000}\}|"[^"]{0,2000}")/g;

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
      // A flake in a folder of this repository comes with it.
      if (locked['type'] === 'path' && isInside(textOf(locked['path']) ?? '/') && digest === undefined) return [];
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

/** Sources that npins and niv keep: each by its revision and the digest of its content. */
export const nixSources: EnvironmentFormat = {
  id: 'nix-sources',
  title: 'sources.json of npins and niv',
  ecosystem: 'nix',
  recognize: (path) => /(^|\/)(npins|nix)\/sources\.json$/.test(path),
  parse(text) {
    const parsed = parseJsonText(text);
    if ('message' in parsed) return brokenFile(parsed.line, parsed.message);
    const root = recordOf(parsed.value);
    const isNpins = 'pins' in root;
    const declarations = Object.entries(isNpins ? recordOf(root['pins']) : root).map(([name, entry]): Declaration => {
      const source = recordOf(entry);
      const digest = textOf(source['hash']) ?? textOf(source['sha256']);
      const version = textOf(source['revision']) ?? textOf(source['rev']) ?? digest;
      const base = { name, line: parsed.lineOf(isNpins ? ['pins', name] : [name]), hashed: digest !== undefined };
      return version === undefined
        ? { ...base, pin: 'range', why: 'neither revision nor digest' }
        : { ...base, pin: 'exact', version };
    });
    return declarations.length === 0 ? undefined : { declarations, closure: true, problems: [], selfContained: true };
  },
};

/** Expressions of Nix: `<nixpkgs>` is whatever the machine has, a tarball with its digest is fixed. */
export const nixExpression: EnvironmentFormat = {
  id: 'nix-expression',
  title: 'Nix expression',
  ecosystem: 'nix',
  // npins writes the one that reads its sources.
  recognize: (path) => /^(shell|default|environment)\.nix$/.test(fileName(path)) && !/(^|\/)npins\//.test(path),
  parse(commented) {
    const text = withoutComments(commented, COMMENTS);
    const [lineOfChannel, lineOfFetched] = [linesOfGrowing(text), linesOfGrowing(text)];
    const declarations = [
      ...[...text.matchAll(/<(nixpkgs[\w/.-]*)>/g)].map(
        (found): Declaration => ({
          name: found[1]!,
          line: lineOfChannel(found.index),
          pin: 'bare',
          hashed: false,
          why: 'whatever the machine calls nixpkgs; fetch it by commit and digest',
        }),
      ),
      ...[...text.matchAll(FETCHED)].map((found) => fetched(found[1]!, lineOfFetched(found.index))),
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
  // A digest that is computed elsewhere or handed down is one all the same.
  if (digest === undefined && /\b(sha256|hash|narHash)\s*=|\binherit\b[^;]*\b(sha256|hash|narHash)\b/.test(source))
    return { name: name || 'source', line, pin: 'exact', ...(rev !== undefined && { version: rev }), hashed: true };
  if (digest !== undefined) return { name, line, pin: 'exact', version: rev ?? digest, hashed: true };
  if (rev !== undefined && COMMIT.test(rev)) return { name, line, pin: 'exact', version: rev, hashed: false };
  const what = rev ?? (address === '' ? 'what it fetches' : address);
  return {
    name: name || 'source',
    line,
    pin: 'range',
    hashed: false,
    why: `${what} can move; name a commit and its sha256`,
  };
}
