import { oncePerText } from '../../bytes/once-per.js';
import type { Language } from '../languages/program.js';
import { textTest } from '../wildcards.js';
import table from './names.json' with { type: 'json' };

const PYTHON = Object.entries(table.python).sort(([a], [b]) => b.length - a.length);

/** The name under which a thing is known, whatever package of its family it was imported from. */
export function canonicalPath(path: string, language: Language): string {
  if (language === 'r') return path.replace(/^[\w.]+:::?/, '');
  return language === 'python' ? inPython(path) : path;
}

const inPython = oncePerText((path): string => {
  const found = PYTHON.find(
    ([prefix]) => path === prefix || (path.startsWith(prefix) && /^[.(]/.test(path.slice(prefix.length))),
  );
  return found === undefined ? path : inPython(found[1] + path.slice(found[0].length));
});

/** No person writes a longer chain of names and calls; programs that build one have no end. */
const MOST_LETTERS = 512;

/** A name with what follows on it; the beginning of a chain without end is forgotten. */
export function followed(path: string, more: string): string {
  if (path.length + more.length <= MOST_LETTERS) return path + more;
  return more.length < MOST_LETTERS ? `?${more}` : '?';
}

/** First name of a path: the package. */
export const packageOf = (path: string): string => /^[\w?]+/.exec(path)?.[0] ?? '';

/** Last name of a path: the function or method, without calls after it. */
export function lastName(path: string): string {
  let end = path.length;
  while (path.endsWith('()', end)) end -= 2;
  let start = end;
  while (start > 0 && LETTER.test(path.charAt(start - 1))) start--;
  return start === end ? path : path.slice(start, end);
}
const LETTER = /[\w?!]/;

/** Matches full names against patterns in which `*` stands for anything. The first pattern that fits wins. */
export function matcher<T>(patterns: Iterable<[string, T]>): (path: string) => T | undefined {
  const exact = new Map<string, T>();
  const open: { fits: (path: string) => boolean; value: T }[] = [];
  for (const [pattern, value] of patterns) {
    if (!pattern.includes('*')) exact.set(pattern, exact.get(pattern) ?? value);
    else open.push({ fits: textTest(pattern), value });
  }
  return oncePerText((path) => exact.get(path) ?? open.find(({ fits }) => fits(path))?.value);
}
