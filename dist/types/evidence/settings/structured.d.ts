import { type StructuredText, type TextProblem } from '../../containers/yaml-document.js';
type Parsed = StructuredText | TextProblem;
/** Parses YAML, JSON or TOML by the ending of the path. */
export declare function parseStructured(text: string, path: string): Promise<Parsed>;
export {};
