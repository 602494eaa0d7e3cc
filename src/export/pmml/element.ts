import { NotExportable } from '../not-exportable.js';

/** An XML element to be written. Attributes that are undefined are left out. */
export interface Element {
  tag: string;
  attributes?: Readonly<Record<string, string | number | undefined>>;
  children?: readonly (Element | string)[];
}

export const element = (
  tag: string,
  attributes: Element['attributes'] = {},
  children: readonly (Element | string)[] = [],
): Element => ({ tag, attributes, children });

/**
 * An element whose content is made while it is written, and held no longer: forests have millions of nodes, regressions of words
 * millions of terms.
 */
export const elementLater = (
  tag: string,
  attributes: NonNullable<Element['attributes']>,
  content: () => readonly Element[],
): Element => ({
  tag,
  attributes,
  get children() {
    return content();
  },
});

/** Characters that XML 1.0 has no way to write (section 2.2). */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/**
 * The document as text, two spaces a level, LF. Without recursion: parts would pass through as many generators as they lie
 * deep, and those of trees lie deep.
 */
export function* xmlText(root: Element): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  const open: { tag: string; children: NonNullable<Element['children']>; next: number }[] = [
    { tag: '', children: [root], next: 0 },
  ];
  for (let last = open.at(-1); last; last = open.at(-1)) {
    const child = last.children[last.next++];
    if (child === undefined) {
      open.pop();
      if (open.length > 0) yield `${indentAt(open.length - 1)}</${last.tag}>\n`;
    }
    if (child === undefined || typeof child === 'string') continue;
    const { tag, attributes = {}, children = [] } = child;
    const start = `${indentAt(open.length - 1)}<${tag}${Object.entries(attributes).map(attributeText).join('')}`;
    if (children.length === 0) yield `${start}/>\n`;
    else if (children.every((one) => typeof one === 'string'))
      yield `${start}>${escaped(children.join(''))}</${tag}>\n`;
    else {
      yield `${start}>\n`;
      open.push({ tag, children, next: 0 });
    }
  }
}

const indentAt = (level: number): string => '  '.repeat(level);

const attributeText = ([name, value]: [string, string | number | undefined]): string =>
  value === undefined
    ? ''
    : ` ${name}="${
        typeof value === 'number'
          ? numberText(value)
          : escaped(value)
              .replaceAll('"', '&quot;')
              .replace(/[\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`)
      }"`;

/** The shortest decimal that reads back to the same bits. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new NotExportable(`PMML has no number for ${value}`);
  return Object.is(value, -0) ? '-0' : String(value);
}

function escaped(text: string): string {
  if (UNWRITABLE.test(text)) throw new NotExportable(`XML cannot hold the name ${JSON.stringify(text)}`);
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
