import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/bytes/format-error.js';
import { localName, walkXml } from '../../src/containers/xml.js';

const events = (text: string, depth = 64) => [...walkXml(text, depth)];
const codeOf = (text: string): string => {
  try {
    events(text);
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
  return 'none';
};
const escaped = (text: string): string => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
}
const names = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,6}$/);
const texts = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !/[\0-\x08\x0b-\x1f]/.test(text));
const { element } = fc.letrec<{ element: Element }>((tie) => ({
  element: fc.record({
    name: names,
    attributes: fc.dictionary(names, texts, { maxKeys: 3 }),
    children: fc.oneof({ depthSize: 'small' }, fc.constant<Element[]>([]), fc.array(tie('element'), { maxLength: 3 })),
  }),
}));
const write = ({ name, attributes, children }: Element): string => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key} = "${escaped(value)}"`);
  return children.length > 0
    ? `<${name}${written.join('')} >${children.map(write).join('<!-- <x> -->')}</${name}>`
    : `<${name}${written.join('')}/>`;
};

/** The tree that the events tell. */
function read(text: string): Element | undefined {
  const open: Element[] = [{ name: '', attributes: {}, children: [] }];
  for (const event of walkXml(text, 64)) {
    if (event.kind === 'open') {
      const found = { name: event.name, attributes: { ...event.attributes }, children: [] };
      open.at(-1)?.children.push(found);
      open.push(found);
    } else if (event.kind === 'close') open.pop();
  }
  return open[0]?.children[0];
}

describe('XML', () => {
  it('reads every element and attribute that was written', () => {
    fc.assert(fc.property(element, (tree) => expect(read(`<?xml version="1.0"?>\n${write(tree)}\n`)).toEqual(tree)));
  });

  it('gives text with its references resolved, and CDATA as it is', () => {
    const texts = events('<a>1 &lt; 2 &#65;&#x42;<![CDATA[<b>&amp;]]></a>').filter((event) => event.kind === 'text');
    expect(texts.map((event) => event.kind === 'text' && event.text)).toEqual(['1 < 2 AB', '<b>&amp;']);
  });

  it('gives a document type whole and expands nothing', () => {
    const [first] = events('<!DOCTYPE a [<!ENTITY x ">"> ]><a/>');
    expect(first).toMatchObject({ kind: 'doctype', text: '<!DOCTYPE a [<!ENTITY x ">"> ]>' });
    expect(codeOf('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')).toBe('invalid-structure');
  });

  it.each([
    ['', 'truncated'],
    ['<a>', 'truncated'],
    ['<a', 'truncated'],
    ['<!-- x', 'truncated'],
    ['<!DOCTYPE a [', 'truncated'],
    ['<a></b>', 'invalid-structure'],
    ['<a/><b/>', 'invalid-structure'],
    ['x<a/>', 'invalid-structure'],
    ['<a x=1/>', 'invalid-structure'],
    ['<a x="1" x="2"/>', 'duplicate-key'],
    ['<a>&nbsp;</a>', 'invalid-structure'],
    ['<a>&#1114112;</a>', 'invalid-structure'],
    ['<a>'.repeat(100), 'resource-limit'],
  ])('rejects %j', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('leaves the prefix of a name apart', () => {
    expect([localName('pmml:Header'), localName('Header')]).toEqual(['Header', 'Header']);
  });
});
