import { FormatError } from '../bytes/format-error.js';
import { type ByteSource, chunks } from '../bytes/source.js';

/** Longest line of a text format: feature names of wide tables reach megabytes. */
const MAX_LINE = 64 << 20;

/** Lines of a text without their ends (LF or CR LF), streamed. Malformed UTF-8 becomes U+FFFD. */
export async function* readLines(source: ByteSource, start = 0, end = source.size): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let at = start;
  for await (const part of chunks(source, start, end)) {
    at += part.length;
    // Only what is new is searched for line ends: a long line is joined, not scanned again with every chunk.
    const lines = decoder.decode(part, { stream: true }).split('\n');
    lines[0] = rest + lines[0];
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE)
      throw new FormatError(
        'resource-limit',
        `expected lines of at most ${MAX_LINE} characters, found a longer one`,
        at,
      );
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest.endsWith('\r') ? rest.slice(0, -1) : rest;
}
