import { FormatError } from '../bytes/format-error.js';

/** What a reader of XML meets, in document order. Text is given with predefined entities and character references resolved. */
export type XmlEvent =
  | { kind: 'open'; name: string; attributes: Readonly<Record<string, string>>; offset: number; depth: number }
  | { kind: 'close'; name: string; offset: number; depth: number }
  | { kind: 'text'; text: string; offset: number }
  /** A document type declaration, whole. Its entities are never expanded. */
  | { kind: 'doctype'; text: string; offset: number };

const NAME = '[A-Za-z_:\\u0080-\\uffff][-A-Za-z0-9_:.\\u0080-\\uffff]*';
const TAG = new RegExp(`<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, 'uy');
const CLOSING = new RegExp(`</(${NAME})\\s*>`, 'uy');
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'gu');
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Local part of a name: `pmml:Header` → `Header`. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Walks an XML 1.0 document. Nothing is fetched or expanded: an entity that is not predefined is `invalid-structure`.
 * Offsets are in characters. Nesting beyond `depth` is `resource-limit`.
 */
export function* walkXml(text: string, depth: number): Generator<XmlEvent> {
  const open: string[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let rooted = false;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const end = next < 0 ? text.length : next;
    if (end > at) {
      const between = text.slice(at, end);
      if (open.length > 0) yield { kind: 'text', text: resolve(between, at), offset: at };
      else if (between.trim() !== '')
        throw new FormatError('invalid-structure', 'expected one root element, found text beside it', at);
      at = end;
      continue;
    }
    if (text.startsWith('<!--', at)) at = after(text, '-->', at);
    else if (text.startsWith('<?', at)) at = after(text, '?>', at);
    else if (text.startsWith('<![CDATA[', at)) {
      const close = after(text, ']]>', at);
      yield { kind: 'text', text: text.slice(at + 9, close - 3), offset: at };
      at = close;
    } else if (text.startsWith('<!DOCTYPE', at)) {
      const close = doctypeEnd(text, at);
      yield { kind: 'doctype', text: text.slice(at, close), offset: at };
      at = close;
    } else if (text[at + 1] === '/') {
      const name = match(CLOSING, text, at)?.[1];
      const expected = open.pop();
      if (name === undefined || name !== expected)
        throw new FormatError('invalid-structure', `expected </${expected ?? ''}>, found ${excerpt(text, at)}`, at);
      yield { kind: 'close', name, offset: at, depth: open.length };
      at = CLOSING.lastIndex;
    } else {
      const tag = match(TAG, text, at);
      if (!tag)
        throw new FormatError(
          text.indexOf('>', at) < 0 ? 'truncated' : 'invalid-structure',
          `expected a tag, found ${excerpt(text, at)}`,
          at,
        );
      if (open.length === 0 && rooted)
        throw new FormatError('invalid-structure', 'expected one root element, found a second', at);
      if (open.length >= depth)
        throw new FormatError('resource-limit', `expected elements nested at most ${depth} deep, found more`, at);
      rooted = true;
      const name = tag[1] ?? '';
      const next = TAG.lastIndex;
      yield { kind: 'open', name, attributes: attributesOf(tag[2] ?? '', at), offset: at, depth: open.length };
      if (tag[3] === '/') yield { kind: 'close', name, offset: at, depth: open.length };
      else open.push(name);
      at = next;
    }
  }
  if (open.length > 0) throw new FormatError('truncated', `expected </${open.at(-1)}>, found the end`, at);
  if (!rooted) throw new FormatError('truncated', 'expected a root element, found none', at);
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function after(text: string, mark: string, at: number): number {
  const found = text.indexOf(mark, at);
  if (found < 0) throw new FormatError('truncated', `expected "${mark}", found the end`, at);
  return found + mark.length;
}

/** End of a declaration: the `>` outside of quotes and of the internal subset. */
function doctypeEnd(text: string, at: number): number {
  let quote = '';
  let subset = false;
  for (let i = at; i < text.length; i++) {
    const character = text[i] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '[') subset = true;
    else if (character === ']') subset = false;
    else if (character === '>' && !subset) return i + 1;
  }
  throw new FormatError('truncated', 'expected the end of the document type declaration, found the end', at);
}

function attributesOf(text: string, at: number): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null);
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    if (name in attributes)
      throw new FormatError('duplicate-key', `expected unique attributes, found ${name} twice`, at);
    attributes[name] = resolve(double ?? single ?? '', at);
  }
  return attributes;
}

function resolve(text: string, at: number): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-fA-F]+|#[0-9]+|[^;\s&]*);?/g, (whole, name: string) => {
    if (Object.hasOwn(ENTITIES, name)) return ENTITIES[name] ?? '';
    const code = name.startsWith('#x')
      ? Number.parseInt(name.slice(2), 16)
      : name.startsWith('#')
        ? Number(name.slice(1))
        : Number.NaN;
    if (!(code <= 0x10ffff))
      throw new FormatError('invalid-structure', `expected a predefined entity, found ${whole}`, at);
    return String.fromCodePoint(code);
  });
}

const excerpt = (text: string, at: number): string => JSON.stringify(text.slice(at, at + 24));
