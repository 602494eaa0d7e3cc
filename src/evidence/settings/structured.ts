import { parseJsonText } from '../../containers/json-text.js';
import { parseToml } from '../../containers/toml-document.js';
import { parseYaml, type StructuredText, type TextProblem } from '../../containers/yaml-document.js';

/** Parses YAML, JSON or TOML by the ending of the path. */
export async function parseStructured(text: string, path: string): Promise<StructuredText | TextProblem> {
  if (/\.json$/i.test(path)) return parseJsonText(text);
  if (/\.toml$/i.test(path)) return parseToml(text);
  return parseYaml(text);
}
