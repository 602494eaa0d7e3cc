import files from './secret-files.json' with { type: 'json' };
import patterns from './secret-patterns.json' with { type: 'json' };

/** A secret in a file: what it is and where, never its value. */
export interface Secret {
  what: string;
  /** 1-based; absent where the whole file is one. */
  line?: number;
}

const PATTERNS = patterns.map(
  (one: { what: string; hint: string; pattern: string; value?: number; strict?: boolean }) => ({
    ...one,
    pattern: new RegExp(one.pattern, 'gu'),
  }),
);
const ALWAYS = files.always.map(({ what, path }) => ({ what, path: new RegExp(path, 'u') }));
const WITH_CONTENT = files.withContent.map((one: { what: string; path: string; content: string; also?: string }) => ({
  what: one.what,
  path: new RegExp(one.path, 'u'),
  content: new RegExp(one.content, 'imu'),
  also: one.also === undefined ? undefined : new RegExp(one.also, 'imu'),
}));

/**
 * A private key is its armor and a body: documentation shows the armor alone. JSON writes line breaks as `\n`. The body
 * follows headers (`Proc-Type:`) in encrypted keys of the old kind.
 */
const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----(?:\\r|\\n|\s|["'+,]|[A-Za-z-]+: [^\n]{0,200}\n){1,12}[A-Za-z0-9+/=]{32}/u;

/** What somebody writes where a secret goes, without being one. */
const PLACEHOLDER =
  /example|placeholder|dummy|changeme|change_me|redacted|your[_-]|_here\b|insert|(.)\1{7}|\$\{|<|^\*+$|^x+$/i;

/** The secret that a file is by its name alone; null for ordinary names. */
export const secretFile = (path: string): Secret | null => {
  const found = ALWAYS.find((one) => one.path.test(path));
  return found ? { what: found.what } : null;
};

/** First secret in a text, by well-known prefixes and structure; null where there is none. */
export function findSecret(path: string, text: string): Secret | null {
  const key = PRIVATE_KEY.exec(text);
  if (key) return { what: 'a private key', line: lineOf(text, key.index) };
  for (const one of WITH_CONTENT) {
    if (!one.path.test(path) || (one.also && !one.also.test(text))) continue;
    const found = one.content.exec(text);
    if (found) return { what: one.what, line: lineOf(text, found.index + found[0].search(/\S/)) };
  }
  for (const one of PATTERNS) {
    if (!text.includes(one.hint)) continue;
    for (const found of text.matchAll(one.pattern)) {
      const value = one.value === undefined ? found[0] : (found[one.value] as string);
      if (
        !PLACEHOLDER.test(value) &&
        (one.value === undefined ? isVaried(value) : isRandom(value, one.strict ?? false))
      )
        return { what: one.what, line: lineOf(text, found.index) };
    }
  }
  return null;
}

const lineOf = (text: string, offset: number): number => {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
};

/** Behind a well-known prefix little is needed to tell a token from a pattern of letters. */
const isVaried = (value: string): boolean => new Set(value.slice(4)).size >= 6;

/**
 * Without a well-known prefix only what no person writes counts: letters and digits mixed, and of many kinds. `strict` asks
 * for both cases too, which spares digests and identifiers.
 */
function isRandom(value: string, strict: boolean): boolean {
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((kind) => kind.test(value)).length;
  if (!/[0-9]/.test(value) || classes < (strict ? 3 : 2)) return false;
  return entropy(value) >= (strict ? 3.8 : 3);
}

/** Bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const number of counts.values()) bits -= (number / text.length) * Math.log2(number / text.length);
  return bits;
}
