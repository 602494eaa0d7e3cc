/** What a reader of XML meets, in document order. Text is given with predefined entities and character references resolved. */
export type XmlEvent = {
    kind: 'open';
    name: string;
    attributes: Readonly<Record<string, string>>;
    offset: number;
    depth: number;
} | {
    kind: 'close';
    name: string;
    offset: number;
    depth: number;
} | {
    kind: 'text';
    text: string;
    offset: number;
}
/** A document type declaration, whole. Its entities are never expanded. */
 | {
    kind: 'doctype';
    text: string;
    offset: number;
};
/** Local part of a name: `pmml:Header` → `Header`. */
export declare const localName: (name: string) => string;
/**
 * Walks an XML 1.0 document. Nothing is fetched or expanded: an entity that is not predefined is `invalid-structure`.
 * Offsets are in characters. Nesting beyond `depth` is `resource-limit`.
 */
export declare function walkXml(text: string, depth: number): Generator<XmlEvent>;
