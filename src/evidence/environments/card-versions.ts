import { own } from '../../bytes/own.js';
import { type Declaration, type EnvironmentFormat, fileName, normalizePythonName } from './declaration.js';

/** Names of the list that are not those of the package. */
const PACKAGES: Readonly<Record<string, string>> = { pytorch: 'torch' };

/** The list "Framework versions" of a model card, which Hugging Face's Trainer wrote at the end of a run. */
export const cardVersions: EnvironmentFormat = {
  id: 'card-versions',
  title: 'framework versions of a model card',
  ecosystem: 'pypi',
  recognize: (path) => /^(readme|model[-_]?card)\.md$/i.test(fileName(path)),
  parse(text) {
    const lines = text.split('\n');
    const start = lines.findIndex((line) => /^#{2,4}\s+Framework versions\s*$/.test(line));
    if (start === -1) return undefined;
    const declarations: Declaration[] = [];
    let interpreter: string | undefined;
    for (const [index, line] of lines.slice(start + 1).entries()) {
      if (line.startsWith('#')) break;
      const item = /^[-*]\s+([A-Za-z][\w .-]{0,80}?):?\s+v?(\d[\w.+-]*)\s*$/.exec(line);
      if (!item) continue;
      const [, label = '', version = ''] = item;
      const name = normalizePythonName(label.trim().replaceAll(' ', '-'));
      if (name === 'python') interpreter = version;
      else
        declarations.push({
          name: own(PACKAGES, name) ?? name,
          line: start + 2 + index,
          pin: 'exact',
          version,
          hashed: false,
        });
    }
    if (declarations.length === 0) return undefined;
    return { declarations, closure: false, problems: [], ...(interpreter !== undefined && { interpreter }) };
  },
};
