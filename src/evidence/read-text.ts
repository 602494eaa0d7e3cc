import { isUtf8 } from 'node:buffer';
import { FormatError } from '../bytes/format-error.js';
import type { CollectedFile, Collection } from '../collect/collection.js';

/** Largest text read whole: lockfiles of big projects reach some megabytes, notebooks with pictures twenty. */
export const TEXT_BYTES = 32 * 1024 * 1024;

/** A file's text, or the reason why there is none. */
export type TextResult = { text: string } | { unread: string };

/**
 * Reads a collected file as text. UTF-8 and UTF-16 with or without byte order mark; other bytes are taken as Latin-1, which
 * loses nothing of the ASCII that we look for. Line ends become LF. A file that is too large, binary or absent
 * is an answer, not an error.
 */
export async function readText(collection: Collection, file: CollectedFile, limit = TEXT_BYTES): Promise<TextResult> {
  if (file.size > limit) return { unread: `expected at most ${limit} bytes, found ${file.size}` };
  if (file.entry.absent !== undefined) return { unread: file.entry.absent };
  const small = collection.small?.get(file.path);
  if (small) return decodeText(small);
  let bytes: Uint8Array;
  try {
    const source = await collection.open(file.path);
    try {
      if (source.size > limit) return { unread: `expected at most ${limit} bytes, found ${source.size}` };
      bytes = await source.read(0, source.size);
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof FormatError || isSystemError(error)) return { unread: error.message };
    throw error;
  }
  return decodeText(bytes);
}

/** No indentation is longer; patterns that skip blanks may take the square or the cube of their number. */
const MOST_BLANKS = 256;
const ENDLESS_BLANKS = new RegExp(`[^\\S\\n]{${MOST_BLANKS + 1},}`, 'g');
/** Line ends to JavaScript's patterns alone; nobody else counts lines by them. */
const SEPARATORS = /[\u2028\u2029]/g;

/** Bytes of a text file as a string with LF line ends. Lines keep their numbers; blanks without end are cut short. */
export function decodeText(bytes: Uint8Array): TextResult {
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return { unread: 'expected text, found binary data' };
  const text = new TextDecoder(encoding).decode(bytes).replace(/\r\n?/g, '\n').replace(SEPARATORS, ' ');
  return { text: text.replace(ENDLESS_BLANKS, (blanks) => blanks.slice(0, MOST_BLANKS)) };
}

/** The encoding by byte order mark, else UTF-8 where the bytes are valid, else Latin-1; none for binary data. */
function encodingOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes.includes(0)) return undefined;
  return isUtf8(bytes) ? 'utf-8' : 'latin1';
}

/** Of the file system: a file that went away, a disk that fails. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  typeof error.code === 'string' &&
  'message' in error;
