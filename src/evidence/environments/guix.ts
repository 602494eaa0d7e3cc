import { type Declaration, type EnvironmentFormat, fileName } from './declaration.js';

const COMMIT = /^[0-9a-f]{40}$/;

/** Channels of Guix, and manifests that take packages from them. */
export const guixChannels: EnvironmentFormat = {
  id: 'guix-channels',
  title: 'Guix channels',
  ecosystem: 'guix',
  recognize: (path) => /^channels\.scm$/.test(fileName(path)),
  parse(text) {
    const plain = withoutComments(text);
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

/** Names of packages, as a manifest asks for them; which versions that means is decided by the channels. */
export const guixManifest: EnvironmentFormat = {
  id: 'guix-manifest',
  title: 'Guix manifest',
  ecosystem: 'guix',
  recognize: (path) => /^([\w-]*manifest|guix)\.scm$/.test(fileName(path)),
  parse(text) {
    const plain = withoutComments(text);
    const declarations = new Map<string, Declaration>();
    for (const found of plain.matchAll(/\bspecifications?->(manifest|package)\b/g)) {
      const [start, end] = formAround(plain, found.index);
      for (const name of plain.slice(start, end).matchAll(/"([^"\s]+)"/g)) {
        const line = plain.slice(0, start + name.index).split('\n').length;
        if (!declarations.has(name[1]!)) declarations.set(name[1]!, asked(name[1]!, line));
      }
    }
    return declarations.size === 0
      ? undefined
      : { declarations: [...declarations.values()], closure: false, problems: [] };
  },
};

function asked(specification: string, line: number): Declaration {
  // `python-numpy@1.26:lib`: a version, and one of several outputs.
  const [whole = '', version] = specification.split('@');
  const name = whole.split(':')[0]!;
  return version === undefined
    ? {
        name,
        line,
        pin: 'bare',
        hashed: false,
        why: 'as the channels have it; commit channels.scm (guix describe -f channels)',
      }
    : { name, line, pin: 'exact', version: version.split(':')[0]!, hashed: false };
}

/** The form whose parentheses enclose a place: `(map specification->package (list "a" "b"))`. */
function formAround(text: string, at: number): [start: number, end: number] {
  const start = Math.max(0, text.lastIndexOf('(', at));
  let depth = 0;
  for (const { 0: token, index } of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[()]/g)) {
    if (token === '(') depth++;
    else if (token === ')' && --depth === 0) return [start, start + index];
  }
  return [start, text.length];
}

/** Comments as blanks, so that places stay. */
const withoutComments = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|;[^\n]*|#\|[\s\S]*?\|#/g, (part) =>
    part.startsWith('"') ? part : part.replace(/[^\n]/g, ' '),
  );
