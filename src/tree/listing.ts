import { isUtf8 } from 'node:buffer';
import { byBytes } from '../bytes/order.js';
import type { TreeEntry } from './tree.js';

/** Entries sorted by the bytes of their path, each path once, with remarks on what was dropped. */
export function listing(entries: readonly TreeEntry[]): { entries: TreeEntry[]; notes: string[] } {
  const sorted = entries.toSorted((a, b) => byBytes(a.path, b.path));
  const kept = sorted.filter((entry, i) => entry.path !== sorted[i - 1]?.path);
  const notes =
    kept.length === sorted.length
      ? []
      : [`${count(sorted.length - kept.length, 'path')} more than once; the first of each is read`];
  return { entries: kept, notes };
}

/** A name as text; bytes that are not UTF-8 are shown as `\xNN`, so that no two names become one. */
export function nameFromBytes(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return Buffer.from(bytes).toString('utf8');
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceAt(bytes, at);
    text +=
      length > 0
        ? Buffer.from(bytes.subarray(at, at + length)).toString('utf8')
        : `\\x${(bytes[at] as number).toString(16).padStart(2, '0')}`;
    at += Math.max(1, length);
  }
  return text;
}

/** Length of the UTF-8 sequence at an offset, 0 where there is none. */
function sequenceAt(bytes: Uint8Array, at: number): number {
  for (let length = 1; length <= 4; length++) {
    const sequence = bytes.subarray(at, at + length);
    if (sequence.length === length && isUtf8(sequence)) return length;
  }
  return 0;
}

/** True for a path that would lead out of the tree or into git's own folder: only hostile trees have one. */
export const isStray = (path: string): boolean =>
  path === '' ||
  path.startsWith('/') ||
  path.includes('\0') ||
  path.split('/').some((segment) => segment === '..' || segment === '.' || segment === '' || segment === '.git');

/** "1 name", "2 names". */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
