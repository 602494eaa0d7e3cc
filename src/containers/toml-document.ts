import { parse, TomlError } from 'smol-toml';
import { lineSearch } from './line-search.js';
import type { StructuredText, TextProblem } from './yaml-document.js';

/** Parses TOML 1.0. Keys named like members of Object.prototype are plain keys. */
export function parseToml(text: string): StructuredText | TextProblem {
  try {
    const value = parse(text.replace(/^\uFEFF/, ''), { integersAsBigInt: 'asNeeded' });
    return { value, lineOf: lineSearch(text) };
  } catch (error) {
    if (error instanceof TomlError) return { line: error.line, message: error.message.split('\n', 1)[0] ?? '' };
    if (error instanceof RangeError)
      return { line: 1, message: 'expected less nesting, found more than a parser can hold' };
    throw error;
  }
}
