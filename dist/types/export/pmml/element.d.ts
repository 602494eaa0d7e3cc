/** An XML element to be written. Attributes that are undefined are left out. */
export interface Element {
    tag: string;
    attributes?: Readonly<Record<string, string | number | undefined>>;
    children?: readonly (Element | string)[];
}
export declare const element: (tag: string, attributes?: Element['attributes'], children?: readonly (Element | string)[]) => Element;
/**
 * An element whose content is made while it is written, and held no longer: forests have millions of nodes, regressions of words
 * millions of terms.
 */
export declare const elementLater: (tag: string, attributes: NonNullable<Element['attributes']>, content: () => readonly Element[]) => Element;
/**
 * The document as text, two spaces a level, LF. Without recursion: parts would pass through as many generators as they lie
 * deep, and those of trees lie deep.
 */
export declare function xmlText(root: Element): Generator<string>;
/** The shortest decimal that reads back to the same bits. */
export declare function numberText(value: number): string;
