import { emptyContents, type Format, type FormatFacts, NO, possible } from './format.js';
import { addHiddenPickles } from './hidden-pickles.js';

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

/** Beginning of a text that is searched for a document type, which stands before the root element. */
const SEARCHED_BYTES = 1 << 20;
/** Blanks between two parts of a prolog. */
const BLANKS = /[\uFEFF\s]*/y;
/** A document type with entities of its own. */
const DECLARES_ENTITIES = /^<!DOCTYPE[^>[]*\[[^\]]*<!ENTITY/;

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
  async inspect({ source }) {
    const contents = emptyContents('data-only');
    contents.observations.push({
      kind: 'unread',
      code: 'unsupported',
      message: 'expected a model, found text without a known structure',
    });
    const head = Buffer.from(await source.read(0, Math.min(source.size, SEARCHED_BYTES))).toString('utf8');
    if (DECLARES_ENTITIES.test(behindProlog(head)))
      contents.observations.push({
        kind: 'external',
        code: 'dtd-entity',
        message: 'expected no entities, found a document type that declares some',
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
  async inspect({ source }, limits) {
    const contents = emptyContents('data-only');
    const tiny = source.size < SHORTEST_MODEL;
    contents.observations.push({
      kind: 'unread',
      code: tiny ? 'empty-file' : 'unsupported',
      message: tiny
        ? `expected a model, found ${source.size} bytes`
        : 'expected a known format, found unknown binary content',
    });
    await addHiddenPickles(contents, source, { start: 0, end: source.size }, { base: 0 }, limits);
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

/** What follows declarations and comments of XML: the document type or the root element. A text about either has neither. */
function behindProlog(text: string): string {
  for (let at = 0; ; ) {
    BLANKS.lastIndex = at;
    at += (BLANKS.exec(text)?.[0] ?? '').length;
    const close = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : null;
    const end = close === null ? -1 : text.indexOf(close, at + 2);
    if (close === null || end < 0) return text.slice(at);
    at = end + close.length;
  }
}
