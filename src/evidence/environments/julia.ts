import { parseToml } from '../../containers/toml-document.js';
import {
  brokenFile,
  type Declaration,
  type EnvironmentFormat,
  fileName,
  isInside,
  listOf,
  recordOf,
  textOf,
} from './declaration.js';

/** Resolved environment of Julia; the tree hash fixes the content whatever the branch. */
export const juliaManifest: EnvironmentFormat = {
  id: 'julia-manifest',
  title: 'Julia manifest',
  ecosystem: 'julia',
  recognize: (path) => /^(Julia)?Manifest(-v\d+(\.\d+)?)?\.toml$/.test(fileName(path)),
  parse(text) {
    const parsed = parseToml(text);
    if ('message' in parsed) return brokenFile(parsed.line, parsed.message);
    const root = recordOf(parsed.value);
    // Format 1 has the packages at the top, format 2 under `deps`.
    const packages = recordOf(root['deps'] ?? root);
    const lines = text.split('\n');
    const declarations = Object.entries(packages).flatMap(([name, entries]) =>
      listOf(entries).flatMap((entry) => manifestEntry(name, recordOf(entry), lineOfHeader(lines, name))),
    );
    const interpreter = textOf(root['julia_version']);
    return { declarations, closure: true, problems: [], ...(interpreter !== undefined && { interpreter }) };
  },
};

function manifestEntry(name: string, entry: Record<string, unknown>, line: number): Declaration[] {
  const version = textOf(entry['version']);
  const path = textOf(entry['path']);
  if (path !== undefined) {
    return isInside(path)
      ? []
      : [{ name, line, pin: 'broken', hashed: false, why: 'developed from a path outside of the repository' }];
  }
  const hashed = textOf(entry['git-tree-sha1']) !== undefined;
  // The standard library comes with Julia and has no hash.
  if (!hashed) return [];
  return [version === undefined ? { name, line, pin: 'exact', hashed } : { name, line, pin: 'exact', version, hashed }];
}

const lineOfHeader = (lines: readonly string[], name: string): number =>
  Math.max(
    0,
    lines.findIndex((line) => line.startsWith('[[') && line.replace(/^\[\[(deps\.)?"?|"?\]\].*$/g, '') === name),
  ) + 1;

/** What a Julia project asks for: names, with ranges in `[compat]`. */
export const juliaProject: EnvironmentFormat = {
  id: 'julia-project',
  title: 'Julia project',
  ecosystem: 'julia',
  recognize: (path) => /^(Julia)?Project\.toml$/.test(fileName(path)),
  parse(text) {
    const parsed = parseToml(text);
    if ('message' in parsed) return brokenFile(parsed.line, parsed.message);
    const root = recordOf(parsed.value);
    const compat = recordOf(root['compat']);
    const lines = text.split('\n');
    const declarations = Object.keys(recordOf(root['deps'])).map((name): Declaration => {
      const line =
        Math.max(
          0,
          lines.findIndex((found) => found.startsWith(`${name} `) || found.startsWith(`${name}=`)),
        ) + 1;
      const range = textOf(compat[name]);
      if (range === undefined) return { name, line, pin: 'bare', hashed: false };
      if (/^=\s*\d+\.\d+\.\d+$/.test(range))
        return { name, line, pin: 'exact', version: range.slice(1).trim(), hashed: false };
      return { name, line, pin: 'range', wish: range, hashed: false };
    });
    return { declarations, closure: false, problems: [] };
  },
};
