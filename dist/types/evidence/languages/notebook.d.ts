import type { Fragment, Language } from './program.js';
export interface NotebookParts {
    fragments: Fragment[];
    language: Language | 'other';
}
/**
 * Code cells of a Jupyter notebook (format 3 and 4) as fragments, in order, each line with its line in the raw
 * file. Throws SyntaxError where the text is not JSON.
 */
export declare function notebookParts(text: string): NotebookParts;
