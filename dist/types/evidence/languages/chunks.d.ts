import type { Fragment } from './program.js';
export interface DocumentParts {
    fragments: Fragment[];
    frontMatter?: {
        text: string;
        line: number;
    };
}
/**
 * Code chunks of an R Markdown, Quarto or Sweave-like document, in order. Chunks that never run (`eval=FALSE`,
 * `#| eval: false`) are left out: what they say does not happen.
 */
export declare function documentParts(text: string): DocumentParts;
