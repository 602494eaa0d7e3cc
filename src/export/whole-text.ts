import { FormatError } from '../bytes/format-error.js';
import type { ModelPlace } from '../reproduce/compare.js';
import { NotExportable } from './not-exportable.js';

/** Longest text that is held at once, as one string: beyond it nobody here reads back what was written. */
const MOST_BYTES = 2 ** 28;
/** Characters that become bytes at a time. */
const PIECE = 2 ** 20;

/** Parts of a text as the bytes of its file; NotExportable where it gets too long, which is known before it is written. */
export function wholeBytes(parts: Iterable<string>, most = MOST_BYTES): Buffer {
  const held: Buffer[] = [];
  let [open, length] = ['', 0];
  const keep = (): void => {
    const bytes = Buffer.from(open);
    length += bytes.length;
    if (length > most) throw new NotExportable(`its text is longer than ${most} bytes, of which no proof is made`);
    held.push(bytes);
    open = '';
  };
  for (const part of parts) {
    open += part;
    if (open.length >= PIECE) keep();
  }
  keep();
  return Buffer.concat(held);
}

/** All of a text file that we wrote. */
export async function wholeText({ path, files }: ModelPlace): Promise<string> {
  const source = await files.open(path);
  try {
    if (source.size > MOST_BYTES)
      throw new FormatError('resource-limit', `expected at most ${MOST_BYTES} bytes, found ${source.size}`);
    return Buffer.from(await source.read(0, source.size)).toString('utf8');
  } finally {
    await source.close();
  }
}
