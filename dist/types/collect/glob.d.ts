/** Tells whether a path of the tree matches. */
export type PathMatcher = (path: string) => boolean;
/**
 * Matches one pattern of the configuration, as `.gitignore` reads it: without a slash it matches a name at any depth, with
 * one it is anchored at the root; a folder stands for everything below it. `**`, `*`, `?`, `[a-z]`, `[!a]` and `{a,b}` are
 * special. Matching takes no more than length of pattern × length of path steps: patterns of strangers must not slow us.
 */
export declare function pathMatcher(pattern: string): PathMatcher;
/**
 * Matches one pattern of `.gitattributes`, which differs: a folder does not stand for what lies below it, one that ends with a
 * slash matches no file at all, and braces are ordinary characters.
 */
export declare function attributeMatcher(pattern: string): PathMatcher;
/** Patterns of one key of the configuration, which remember whether they matched anything. */
export interface PatternSet {
    /** The first pattern that matches. */
    match(path: string): string | undefined;
    /** Patterns that matched no path so far. */
    unused(): string[];
}
export declare function patternSet(patterns: readonly string[]): PatternSet;
