/** An element of a document that was read back. */
export interface XmlNode {
    tag: string;
    attributes: Readonly<Record<string, string>>;
    children: XmlNode[];
    text: string;
}
export declare function readXml(text: string): XmlNode;
export declare const childrenOf: (node: XmlNode, tag: string) => XmlNode[];
export declare const childOf: (node: XmlNode, tag: string) => XmlNode | undefined;
/** An attribute that has to be there. */
export declare function attribute(node: XmlNode, name: string): string;
/** Items of an `<Array>`: separated by spaces, in quotes where they have some themselves. */
export declare const arrayItems: ({ text }: XmlNode) => string[];
