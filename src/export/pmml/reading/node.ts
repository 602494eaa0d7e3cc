import { FormatError } from '../../../bytes/format-error.js';
import { DEFAULT_LIMITS } from '../../../bytes/limits.js';
import { localName, walkXml } from '../../../containers/xml.js';

/** Elements nested in each other: the nodes of deep trees. */
const DEEPEST = 2_000;

/** An element of a document that was read back. */
export interface XmlNode {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlNode[];
  text: string;
}

export function readXml(text: string): XmlNode {
  const root: XmlNode = { tag: '', attributes: {}, children: [], text: '' };
  const open = [root];
  for (const event of walkXml(text, Math.max(DEEPEST, DEFAULT_LIMITS.depth))) {
    const top = open.at(-1) as XmlNode;
    if (event.kind === 'open') {
      const node = { tag: localName(event.name), attributes: event.attributes, children: [], text: '' };
      top.children.push(node);
      open.push(node);
    } else if (event.kind === 'close') open.pop();
    else if (event.kind === 'text') top.text += event.text;
  }
  return root.children[0] as XmlNode;
}

export const childrenOf = (node: XmlNode, tag: string): XmlNode[] => node.children.filter((child) => child.tag === tag);
export const childOf = (node: XmlNode, tag: string): XmlNode | undefined =>
  node.children.find((child) => child.tag === tag);

/** An attribute that has to be there. */
export function attribute(node: XmlNode, name: string): string {
  const value = node.attributes[name];
  if (value === undefined) throw new FormatError('invalid-structure', `expected ${name} of <${node.tag}>, found none`);
  return value;
}

/** Items of an `<Array>`: separated by spaces, in quotes where they have some themselves. */
export const arrayItems = ({ text }: XmlNode): string[] =>
  [...text.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/gs)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/gs, '$1'),
  );
