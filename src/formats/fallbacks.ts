import { emptyContents, type Format, type FormatFacts, NO, possible } from './format.js';

/** Facts of content that no registered format explains. */
const UNKNOWN_FACTS: FormatFacts = {
  disclosure: 'closed',
  steward: 'unknown',
  specification: '',
  encoding: 'binary',
  holds: 'anything',
  independent: false,
  worstLoading: 'code',
  isModel: false,
};

/** Shortest file that could hold any model: every known signature needs more. */
const SHORTEST_MODEL = 4;

/** Readable text that is no known text format. */
export const text: Format = {
  id: 'text',
  name: 'text',
  extensions: ['.txt'],
  family: 'other',
  container: 'text',
  signature: 'readable UTF-8 text that no text format explains',
  facts: {
    ...UNKNOWN_FACTS,
    disclosure: 'standard',
    steward: 'Unicode Consortium',
    encoding: 'text',
    independent: true,
    worstLoading: 'data-only',
  },
  recognize: ({ head }) => (looksLikeText(head) ? possible('readable text without a known structure') : NO),
  async inspect() {
    const contents = emptyContents('data-only');
    contents.observations.push({
      kind: 'unread',
      code: 'unsupported',
      message: 'expected a model, found text without a known structure',
    });
    return contents;
  },
};

/** A compressed stream whose content is no known model. */
export const compressedStream = (kind: string): Format => ({
  id: kind,
  name: `${kind} stream`,
  extensions: [],
  family: 'container',
  container: 'none',
  signature: `what ${kind} streams begin with`,
  facts: { ...UNKNOWN_FACTS, disclosure: 'documented', independent: true, worstLoading: 'data-only' },
  recognize: () => NO,
  async inspect() {
    const contents = emptyContents('data-only');
    contents.observations.push({
      kind: 'unread',
      code: 'unsupported',
      message: `expected a model inside the ${kind} stream, found other content`,
    });
    return contents;
  },
});

/** Whatever is left. */
export const unknown: Format = {
  id: 'unknown',
  name: 'unknown binary content',
  extensions: [],
  family: 'other',
  container: 'none',
  signature: 'anything else',
  facts: UNKNOWN_FACTS,
  recognize: () => possible('no known signature'),
  async inspect({ source }) {
    const contents = emptyContents('data-only');
    const tiny = source.size < SHORTEST_MODEL;
    contents.observations.push({
      kind: 'unread',
      code: tiny ? 'empty-file' : 'unsupported',
      message: tiny
        ? `expected a model, found ${source.size} bytes`
        : 'expected a known format, found unknown binary content',
    });
    return contents;
  },
};

/** True where the bytes are UTF-8 text without control characters; a sequence cut at the end is tolerated. */
export function looksLikeText(head: Uint8Array): boolean {
  if (head.length === 0) return false;
  for (const byte of head)
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c) return false;
  const decoded = new TextDecoder('utf-8').decode(head, { stream: true });
  return !decoded.includes('�');
}
