import { lineAt, lineSearch } from './line-search.js';
import type { StructuredText, TextProblem } from './yaml-document.js';

/** Parses JSON as people keep it in repositories: a byte order mark and `NaN` or `Infinity` (Python writes them) are accepted. */
export function parseJsonText(text: string): StructuredText | TextProblem {
  const plain = text.replace(/^\uFEFF/, '');
  try {
    return { value: JSON.parse(plain), lineOf: lineSearch(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const repaired = plain.replace(/(-?Infinity|NaN)(?<=[:[,]\s*\1)(?=\s*[,}\]])/g, '"$1"');
    if (repaired !== plain) return parseJsonText(repaired);
    const position = /position (\d+)/.exec(error.message)?.[1];
    const line = position === undefined ? plain.split('\n').length : lineAt(plain, Number(position));
    return { line, message: 'expected JSON, found broken syntax' };
  }
}
