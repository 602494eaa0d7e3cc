const MAIL = /[\w.%+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi;
/** User and password in front of a host. */
const CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+@/gi;
/** The user name in a home directory of Linux, macOS or Windows; service accounts are nobody's. */
const HOME = /((?:\/home\/|\/Users\/|\b[A-Za-z]:[\\/]+Users[\\/]+))([^\\/\s"'`<>:|]+)/g;
const NOBODY = new Set(['runner', 'root', 'user', 'ubuntu', 'app', 'jovyan', 'vscode', 'Public', 'Shared', 'Default']);

/** Personal details out of a text of ours: mail addresses and user names in home paths. Originals are never altered. */
export const redact = (text: string): string =>
  text
    .replace(CREDENTIALS, '$1[redacted]@')
    .replace(MAIL, '[mail address]')
    .replace(HOME, (path, home: string, user: string) => (NOBODY.has(user) ? path : `${home}[user]`));

/** The same for every string inside plain JSON; keys stay. */
export function redactDeep<T>(value: T): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map(redactDeep) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactDeep(inner)])) as T;
}

/** Home paths in a text, as they stand there. */
export const personalPaths = (text: string): string[] =>
  [...text.matchAll(HOME)].filter((found) => !NOBODY.has(found[2]!)).map((found) => found[0]);
