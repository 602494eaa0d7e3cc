/** Tells whether a path of the tree matches. */
export type PathMatcher = (path: string) => boolean;

/** Alternatives of one pattern; `{a,b}{c,d}…` doubles with every pair of braces. */
const ALTERNATIVES = 256;

/**
 * Matches one pattern of the configuration, as `.gitignore` reads it: without a slash it matches a name at any depth, with
 * one it is anchored at the root; a folder stands for everything below it. `**`, `*`, `?`, `[a-z]`, `[!a]` and `{a,b}` are
 * special. Matching takes no more than length of pattern × length of path steps: patterns of strangers must not slow us.
 */
export function pathMatcher(pattern: string): PathMatcher {
  const plain = pattern.replace(/^\.\//, '').replace(/\/+$/, '');
  const isAnchored = plain.includes('/');
  const forms = alternatives(plain.replace(/^\/+/, '')).map((form) => {
    const segments = form.split('/').filter((segment) => segment !== '');
    return isAnchored ? segments : ['**', ...segments];
  });
  return (path) => {
    const segments = path.split('/');
    return forms.some((form) => matchesFolders(form, segments));
  };
}

/**
 * Matches one pattern of `.gitattributes`, which differs: a folder does not stand for what lies below it, one that ends with a
 * slash matches no file at all, and braces are ordinary characters.
 */
export function attributeMatcher(pattern: string): PathMatcher {
  if (pattern.endsWith('/')) return () => false;
  const segments = pattern.split('/').filter((segment) => segment !== '');
  const inside = segments.at(-1) === '**' ? ['*'] : [];
  const form = [...(pattern.includes('/') ? [] : ['**']), ...segments, ...inside];
  return (path) => matchesFolders(form, path.split('/'), false);
}

/** Spells out `{a,b}`; beyond the limit braces are ordinary characters. */
function alternatives(pattern: string): string[] {
  let forms = [pattern];
  for (;;) {
    const next = forms.flatMap((form) => {
      const braces = /^([^{]*)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(form);
      return braces ? (braces[2] as string).split(',').map((choice) => `${braces[1]}${choice}${braces[3]}`) : [form];
    });
    if (next.length === forms.length) return forms;
    if (next.length > ALTERNATIVES) return [pattern];
    forms = next;
  }
}

/** Matches segments, `**` for any number of them. `isFolder`: a pattern that ends early stands for a folder and all below it. */
function matchesFolders(pattern: readonly string[], path: readonly string[], isFolder = true): boolean {
  if (pattern.length === 0) return false;
  // After each segment of the path: the positions in the pattern that are reached.
  let reached = new Set(skips(pattern, [0]));
  for (const segment of path) {
    if (isFolder && reached.has(pattern.length)) return true;
    const next: number[] = [];
    for (const at of reached) {
      const wanted = pattern[at];
      if (wanted === undefined) continue;
      if (wanted === '**') next.push(at);
      else if (matchesName(wanted, segment)) next.push(at + 1);
    }
    reached = new Set(skips(pattern, next));
  }
  return reached.has(pattern.length);
}

/** Positions reached without a segment: behind every `**`. */
function* skips(pattern: readonly string[], positions: readonly number[]): Generator<number> {
  for (const start of positions) {
    yield start;
    for (let at = start; pattern[at] === '**'; at++) yield at + 1;
  }
}

/** Matches one name: on a mismatch only the last `*` takes one character more, which is enough. */
function matchesName(pattern: string, name: string): boolean {
  let [at, star, mark] = [0, -1, 0];
  for (let i = 0; i < name.length; ) {
    const step = at < pattern.length && pattern[at] !== '*' ? matchOne(pattern, at, name[i] as string) : 0;
    if (step > 0) {
      at += step;
      i++;
    } else if (pattern[at] === '*') {
      star = at++;
      mark = i;
    } else if (star >= 0) {
      at = star + 1;
      i = ++mark;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** Length of the pattern's next unit where it matches the character, else 0. */
function matchOne(pattern: string, at: number, character: string): number {
  if (pattern[at] === '?') return 1;
  if (pattern[at] === '\\' && at + 1 < pattern.length) return pattern[at + 1] === character ? 2 : 0;
  const end = pattern[at] === '[' ? pattern.indexOf(']', at + 2) : -1;
  if (end < 0) return pattern[at] === character ? 1 : 0;
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  let found = false;
  for (let i = at + (negated ? 2 : 1); i < end; i++) {
    const [low, high] = pattern[i + 1] === '-' && i + 2 < end ? [pattern[i], pattern[i + 2]] : [pattern[i], pattern[i]];
    if (low !== undefined && high !== undefined && low <= character && character <= high) found = true;
    if (high !== low) i += 2;
  }
  return found === negated ? 0 : end - at + 1;
}

/** Patterns of one key of the configuration, which remember whether they matched anything. */
export interface PatternSet {
  /** The first pattern that matches. */
  match(path: string): string | undefined;
  /** Patterns that matched no path so far. */
  unused(): string[];
}

export function patternSet(patterns: readonly string[]): PatternSet {
  const compiled = patterns.map((pattern) => ({ pattern, matches: pathMatcher(pattern), used: false }));
  return {
    match(path) {
      let first: string | undefined;
      for (const one of compiled) {
        if (!one.matches(path)) continue;
        one.used = true;
        first ??= one.pattern;
      }
      return first;
    },
    unused: () => compiled.filter((one) => !one.used).map((one) => one.pattern),
  };
}
