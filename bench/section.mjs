import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Puts `text` below the heading `## title` of a Markdown file, in the place of what stands there; other sections stay. */
export function writeSection(path, title, text) {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '# Performance\n\nMade by the programs in `bench/`.\n';
  const sections = before.split(/^(?=## )/m).filter((section) => !section.startsWith(`## ${title}\n`));
  writeFileSync(path, `${sections.map((section) => `${section.trimEnd()}\n`).join('\n')}\n## ${title}\n\n${text}`);
}
