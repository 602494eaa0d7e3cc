import { parseJsonText } from '../../containers/json-text.js';
import { parseToml } from '../../containers/toml-document.js';
import { parseYaml, type StructuredText, type TextProblem } from '../../containers/yaml-document.js';

type Parsed = StructuredText | TextProblem;

/** Characters of YAML whose parsed form is kept: code and settings read the same files, and parsing is slow. */
const REMEMBERED = 4 * 1024 * 1024;
const recent = new Map<string, Promise<Parsed>>();
let kept = 0;

/** Parses YAML, JSON or TOML by the ending of the path. */
export async function parseStructured(text: string, path: string): Promise<Parsed> {
  if (/\.json$/i.test(path)) return parseJsonText(text);
  if (/\.toml$/i.test(path)) return parseToml(text);
  const known = recent.get(text);
  if (known) return known;
  const parsed = parseYaml(text);
  recent.set(text, parsed);
  kept += text.length;
  for (const oldest of recent.keys()) {
    if (kept <= REMEMBERED) break;
    recent.delete(oldest);
    kept -= oldest.length;
  }
  return parsed;
}
