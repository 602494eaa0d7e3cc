import type { StructuredText, TextProblem } from './yaml-document.js';
/** Parses TOML 1.0. Keys named like members of Object.prototype are plain keys. */
export declare function parseToml(text: string): StructuredText | TextProblem;
