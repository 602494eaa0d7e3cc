import { oncePer } from '../bytes/once-per.js';
import type { Glimpse } from './glimpse.js';
import { utf8Head } from './head-text.js';

/**
 * Keys of the outermost JSON object as far as the head shows them; null where the head does not begin like an object.
 * Enough to tell documents apart: tools write the telling keys first.
 */
export const headKeys = oncePer(({ head }: Glimpse): readonly string[] | null => scanKeys(headText(head)));

const headText = (head: Uint8Array): string => utf8Head(head).replace(/^\ufeff/, '');

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
