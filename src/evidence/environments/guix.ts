import { linesOfGrowing } from '../../containers/line-search.js';
import { endOfText, withoutComments } from './comments.js';
import { type Declaration, type EnvironmentFormat, fileName } from './declaration.js';

const COMMIT = /^[0-9a-f]{40}$/;
const COMMENTS = { line: ';', block: ['#|', '|#'] } as const;

/** Channels of Guix, and manifests that take packages from them. */
export const guixChannels: EnvironmentFormat = {
  id: 'guix-channels',
  title: 'Guix channels',
  ecosystem: 'guix',
  recognize: (path) => /^channels\.scm$/.test(fileName(path)),
  parse(text) {
    const plain = withoutComments(text, COMMENTS);
    const lineOf = linesOfGrowing(plain);
    const channels = [...plain.matchAll(/\(channel\b/g)].map((found, i, all): Declaration => {
      const part = plain.slice(found.index, all[i + 1]?.index ?? plain.length);
      const name = /\(name\s+'([\w-]+)/.exec(part)?.[1] ?? 'channel';
      const commit = /\(commit\s+"([^"]+)"/.exec(part)?.[1];
      const base = { name, line: lineOf(found.index) };
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
    const plain = withoutComments(text, COMMENTS);
    const lineOf = linesOfGrowing(plain);
    const declarations = new Map<string, Declaration>();
    for (const { name, at } of specifications(plain))
      if (!declarations.has(name)) declarations.set(name, asked(name, lineOf(at)));
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

/** Texts in the forms that turn them into packages: `(map specification->package (list "a" "b"))`. */
function* specifications(plain: string): Generator<{ name: string; at: number }> {
  const token = /[()"]|\bspecifications?->(?:manifest|package)\b/g;
  let depth = 0;
  /** Of the outermost of these forms around a place. */
  let form = Number.POSITIVE_INFINITY;
  for (let found = token.exec(plain); found; found = token.exec(plain)) {
    if (found[0] === '(') depth++;
    else if (found[0] === ')') {
      if (depth <= form) form = Number.POSITIVE_INFINITY;
      depth--;
    } else if (found[0] === '"') {
      const start = token.lastIndex;
      token.lastIndex = endOfText(plain, start);
      const name = plain.slice(start, token.lastIndex - 1);
      if (depth >= form && /^[^"\s]+$/.test(name)) yield { name, at: found.index };
    } else form = Math.min(form, depth);
  }
}
