import picomatch from 'picomatch';

/** Tells whether a path of the tree matches. */
export type PathMatcher = (path: string) => boolean;

/**
 * Matches one pattern of the configuration, as `.gitignore` reads it: without a slash it matches a name at any depth, with
 * one it is anchored at the root; a folder stands for everything below it. `**`, `*`, `?`, `[…]` and `{a,b}` are special.
 */
export function pathMatcher(pattern: string): PathMatcher {
  const plain = pattern.replace(/^\.?\/+/, '').replace(/\/+$/, '');
  // Extended globs are left out: nobody uses them here, and they are a way to make matching slow.
  const options = { dot: true, noextglob: true, nonegate: true };
  const anchored = pattern.replace(/\/+$/, '').includes('/');
  const forms = anchored ? [plain, `${plain}/**`] : [plain, `${plain}/**`, `**/${plain}`, `**/${plain}/**`];
  const matchers = forms.map((form) => picomatch(form, options));
  return (path) => matchers.some((matches) => matches(path));
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
