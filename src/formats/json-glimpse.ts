import { oncePer } from '../bytes/once-per.js';
import type { Glimpse } from './glimpse.js';
import { utf8Head } from './head-text.js';

/**
 * Keys of the outermost JSON object as far as the head shows them; null where the head does not begin like an object.
 * Enough to tell documents apart: tools write the telling keys first.
 */
export const headKeys = oncePer(({ head }: Glimpse): readonly string[] | null => scanKeys(headText(head)));

/** Text of a head that may be JSON; empty, and not decoded, where the first byte tells that it is none. */
const headText = (head: Uint8Array): string => (beginsJson(head) ? utf8Head(head).replace(/^\ufeff/, '') : '');

/** White space, `{` or `[`, or the first byte of a byte order mark; a number may begin so too, but text has no zeros. */
export const beginsJson = (head: Uint8Array): boolean =>
  [0x09, 0x0a, 0x0d, 0x20, 0x7b, 0x5b, 0xef].includes(head[0] as number) && !head.subarray(0, 8).includes(0);

/** True where the head begins like a JSON object or array. */
export const beginsLikeJson = ({ head }: Glimpse): boolean =>
  /^\s*(?:\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})|\[\s*(?:[[{"\]]|-?[0-9]|true\b|false\b|null\b))/s.test(
    headText(head).slice(0, 2048),
  );

const TOKEN = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}[\]]/gs;

function scanKeys(text: string): readonly string[] | null {
  if (!/^\s*\{/.test(text)) return null;
  const keys: string[] = [];
  let depth = 0;
  for (const [token, name, colon] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && colon !== undefined && name !== undefined) keys.push(name);
  }
  return keys;
}
