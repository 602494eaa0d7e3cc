import { folderAbove } from '../../formats/file-access.js';
import { pathsOf } from '../collected-paths.js';
import { fileName } from '../environments/declaration.js';
import { fromTop, type Link, type LinkReader, programOf } from './link.js';

/** Rules of Snakemake: `output:` beside `script:` or `shell:`. The header of a rule is indented text, not Python. */
export const snakemakeLinks: LinkReader = {
  id: 'snakemake',
  title: 'Snakefile',
  maxBytes: 512 * 1024,
  recognize: (path) => fileName(path) === 'Snakefile' || /\.smk$/.test(path),
  read(text, { path }, collection) {
    const folder = folderAbove(path);
    // Rules of `workflow/` name their outputs from the top, their scripts from their own file.
    const top = folder.replace(/(^|.*\/)workflow\/(rules\/)?$/, '$1');
    const paths = pathsOf(collection);
    const links: Link[] = [];
    for (const rule of rulesOf(text)) {
      const script =
        programOf(quoted(rule.parts.get('script') ?? rule.parts.get('notebook') ?? '').join(' '), folder, paths) ??
        programOf(rule.parts.get('shell') ?? '', top, paths) ??
        programOf(quoted(rule.parts.get('input') ?? '').join(' '), top, paths);
      if (script === undefined) continue;
      for (const output of quoted(rule.parts.get('output') ?? '')) {
        const target = fromTop(top, output.replace(/\{[^}]{0,300}\}/g, '*'));
        if (target !== undefined) links.push({ script, target, folder: true, how: `${path}:${rule.line}` });
      }
    }
    return links;
  },
};

interface SnakemakeRule {
  line: number;
  parts: Map<string, string>;
}

function rulesOf(text: string): SnakemakeRule[] {
  const rules: SnakemakeRule[] = [];
  let rule: SnakemakeRule | undefined;
  let part = '';
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(rule|checkpoint)\b[^:]*:/.test(line)) {
      rule = { line: index + 1, parts: new Map() };
      rules.push(rule);
      continue;
    }
    if (/^\S/.test(line) && !/^#/.test(line)) rule = undefined;
    const [, name, rest] = /^\s+(\w+):(.*)$/.exec(line) ?? [];
    if (rule && name !== undefined) {
      part = name;
      rule.parts.set(part, rest ?? '');
    } else if (rule && part !== '') rule.parts.set(part, `${rule.parts.get(part) ?? ''}\n${line}`);
  }
  return rules;
}

const quoted = (text: string): string[] =>
  [...text.replace(/#.*$/gm, '').matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)].map((found) => found[1] ?? found[2] ?? '');
