import { type StructuredText } from '../../containers/yaml-document.js';
export interface FrontMatter {
    /** The YAML block, where there is one that can be parsed. */
    data?: StructuredText;
    /** Why the block could not be parsed; line in the file. */
    problem?: {
        line: number;
        message: string;
    };
    /** The text below the block. */
    body: string;
    /** 1-based line of the file on which the body begins. */
    bodyLine: number;
}
/** Splits Markdown from the YAML block that it may begin with. Lines of the block are lines of the file less one. */
export declare function parseFrontMatter(text: string): Promise<FrontMatter>;
/** Headings of Markdown outside of code blocks: level, text without markup, line in the given text. */
export declare function headingsOf(markdown: string): {
    level: number;
    text: string;
    line: number;
}[];
/** Text without links, emphasis, HTML and identifiers of headings. */
export declare const plainText: (markdown: string) => string;
