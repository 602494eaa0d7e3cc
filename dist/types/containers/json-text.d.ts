import type { StructuredText, TextProblem } from './yaml-document.js';
/** Parses JSON as people keep it in repositories: a byte order mark and `NaN` or `Infinity` (Python writes them) are accepted. */
export declare function parseJsonText(text: string): StructuredText | TextProblem;
