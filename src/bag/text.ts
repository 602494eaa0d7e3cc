/**
 * Text of a file in a bag: as it is, or in pieces that are made anew each time, the same ones. A list of a hundred thousand files is
 * longer than all that is kept of them, and is never held whole.
 */
export type Text = string | (() => Iterable<string>);

const CHUNK_CHARACTERS = 1 << 16;

/** The text as UTF-8, in chunks that are worth a call. */
export function* chunksOf(text: Text): Generator<Buffer> {
  if (typeof text === 'string') {
    yield Buffer.from(text);
    return;
  }
  let parts: string[] = [];
  let length = 0;
  for (const piece of text()) {
    parts.push(piece);
    length += piece.length;
    if (length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(parts.join(''));
    parts = [];
    length = 0;
  }
  if (length > 0) yield Buffer.from(parts.join(''));
}

/** All of it, for what is known to be short. */
export const wholeText = (text: Text): string => (typeof text === 'string' ? text : [...text()].join(''));
