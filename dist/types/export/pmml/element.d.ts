/** An XML element to be written. Attributes that are undefined are left out. */
export interface Element {
    tag: string;
    attributes?: Readonly<Record<string, string | number | undefined>>;
    children?: readonly (Element | string)[];
}
export declare const element: (tag: string, attributes?: Element['attributes'], children?: readonly (Element | string)[]) => Element;
/** The document as text, two spaces a level, LF. */
export declare function xmlText(root: Element): Generator<string>;
/** The shortest decimal that reads back to the same bits. */
export declare function numberText(value: number): string;
