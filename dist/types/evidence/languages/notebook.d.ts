import type { TextProblem } from '../../containers/yaml-document.js';
import type { Fragment, Language } from './program.js';
export interface NotebookParts {
    fragments: Fragment[];
    language: Language | 'other';
}
/**
 * Code cells of a Jupyter notebook (format 3 and 4) as fragments, in order, each line with its line in the raw
 * file; a problem where the text is not JSON.
 */
export declare function notebookParts(text: string): NotebookParts | TextProblem;
