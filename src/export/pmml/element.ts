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

/** Characters that XML 1.0 has no way to write (section 2.2). */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** The document as text, two spaces a level, LF. */
export function* xmlText(root: Element): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield* lines(root, '');
}

function* lines({ tag, attributes = {}, children = [] }: Element, indent: string): Generator<string> {
  const start = `${indent}<${tag}${Object.entries(attributes).map(attributeText).join('')}`;
  if (children.length === 0) yield `${start}/>\n`;
  else if (children.every((child) => typeof child === 'string'))
    yield `${start}>${escaped(children.join(''))}</${tag}>\n`;
  else {
    yield `${start}>\n`;
    for (const child of children) if (typeof child !== 'string') yield* lines(child, `${indent}  `);
    yield `${indent}</${tag}>\n`;
  }
}

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
