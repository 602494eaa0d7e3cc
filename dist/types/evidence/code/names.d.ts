import type { Language } from '../languages/program.js';
/** The name under which a thing is known, whatever package of its family it was imported from. */
export declare function canonicalPath(path: string, language: Language): string;
/** A name with what follows on it; the beginning of a chain without end is forgotten. */
export declare function followed(path: string, more: string): string;
/** First name of a path: the package. */
export declare const packageOf: (path: string) => string;
/** Last name of a path: the function or method, without calls after it. */
export declare function lastName(path: string): string;
/** Matches full names against patterns in which `*` stands for anything. The first pattern that fits wins. */
export declare function matcher<T>(patterns: Iterable<[string, T]>): (path: string) => T | undefined;
