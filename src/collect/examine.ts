import { FormatError } from '../bytes/format-error.js';
import type { OpenByteSource } from '../bytes/source.js';
import { extensionOf } from '../formats/glimpse.js';
import { AbsentContent } from '../tree/absent.js';
import type { TreeEntry } from '../tree/tree.js';
import { type LfsPointer, POINTER_BYTES, parseLfsPointer } from './lfs-pointer.js';
import { findSecret, type Secret, secretFile } from './secrets.js';

/** What one look at a file's content told. */
export interface Examined {
  /** Beginning of a text; absent for binary content and media. */
  head?: string;
  /** All of a small file. */
  content?: Uint8Array;
  pointer?: LfsPointer;
  secret?: Secret;
  /** The content cannot be read, and why. */
  problem?: string;
}

const HEAD_BYTES = 4096;
/** Files up to this size are kept as they were read: most are code and settings, which are read again. */
const SMALL_BYTES = 64 * 1024;
/** Text in which secrets are looked for. People write less; what is longer is data, of which the beginning is enough. */
const TEXT_BYTES = 2 * 1024 * 1024;
/** Notebooks carry pictures between their lines of code. */
const NOTEBOOK_BYTES = 16 * 1024 * 1024;
/** Files looked at together: enough to keep a disk busy. */
const BATCH = 16;
const MEDIA =
  /^\.(png|jpe?g|gif|bmp|webp|ico|tiff?|psd|mp[34]|wav|flac|ogg|m4a|avi|mov|mkv|webm|ttf|otf|woff2?|eot|pdf|docx|xlsx|pptx|odt|ods|odp)$/;

/** What trackers and programs write for themselves, with texts as they were: the command line of a run, a login. */
const RECORDS = /^\.(wandb|db|sqlite3?)$/;

/** Looks at every file, some at a time; `take` gets the results one after the other, in the order of the entries. */
export async function examineAll(
  entries: readonly TreeEntry[],
  open: (path: string) => Promise<OpenByteSource>,
  take: (entry: TreeEntry, examined: Examined) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < entries.length; at += BATCH) {
    const batch = entries.slice(at, at + BATCH);
    const examined = await Promise.all(batch.map((entry) => examine(entry, open)));
    for (const [i, entry] of batch.entries()) await take(entry, examined[i] as Examined);
  }
}

/** Looks at one file: is it readable, a pointer to content elsewhere, a secret? */
export async function examine(entry: TreeEntry, open: (path: string) => Promise<OpenByteSource>): Promise<Examined> {
  const secret = secretFile(entry.path);
  if (secret) return { secret };
  if (entry.absent !== undefined) return { problem: entry.absent };
  const extension = extensionOf(entry.path);
  if (entry.size === 0 || (MEDIA.test(extension) && entry.size > POINTER_BYTES)) return {};
  let source: OpenByteSource | undefined;
  try {
    source = await open(entry.path);
    const bytes = await source.read(0, Math.min(source.size, HEAD_BYTES));
    if (!isText(bytes)) {
      const secret = RECORDS.test(extension) ? await secretAmong(entry.path, source) : null;
      return { ...(source.size <= bytes.length && { content: bytes }), ...(secret && { secret }) };
    }
    const most = extension === '.ipynb' ? NOTEBOOK_BYTES : TEXT_BYTES;
    const all = source.size <= bytes.length ? bytes : await source.read(0, Math.min(source.size, most));
    const text = examineText(entry.path, decode(all), source.size);
    return source.size <= SMALL_BYTES ? { ...text, content: all } : text;
  } catch (error) {
    return { problem: problemOf(error) };
  } finally {
    await source?.close();
  }
}

function examineText(path: string, text: string, size: number): Examined {
  const pointer = size <= POINTER_BYTES ? parseLfsPointer(text) : null;
  const secret = findSecret(path, text);
  return { head: text.slice(0, HEAD_BYTES), ...(pointer && { pointer }), ...(secret && { secret }) };
}

/** A secret among the bytes of a file that is no text, and so has no lines. */
async function secretAmong(path: string, source: OpenByteSource): Promise<Secret | null> {
  const bytes = await source.read(0, Math.min(source.size, TEXT_BYTES));
  const found = findSecret(path, Buffer.from(bytes).toString('latin1'));
  return found && { what: found.what };
}

/** Text has no control characters but those of layout; UTF-16 shows itself by its mark. */
function isText(head: Uint8Array): boolean {
  if (isUtf16(head)) return true;
  for (const byte of head) if (byte < 0x09 || (byte > 0x0d && byte < 0x1b)) return false;
  return true;
}
const isUtf16 = (head: Uint8Array): boolean => head[0] === 0xff && head[1] === 0xfe;
const decode = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString(isUtf16(bytes) ? 'utf16le' : 'utf8')
    .replace(/^\uFEFF/, '');

/** Why content cannot be read, in words for a person. A bug of ours is thrown on. */
export function problemOf(error: unknown): string {
  if (error instanceof AbsentContent) return error.reason;
  if (error instanceof FormatError) return error.message;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOENT') return 'it vanished while it was read';
  if (typeof code === 'string') return `it cannot be read (${code})`;
  throw error;
}
