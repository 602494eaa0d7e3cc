import { type Declared, type EnvironmentFormat, fileName } from './declaration.js';

/** Files that fix Python alone; they complete a lock beside or below them. */
export const pythonVersion: EnvironmentFormat = {
  id: 'python-version',
  title: 'Python version file',
  ecosystem: 'pypi',
  recognize: (path) => /^(\.python-version|\.tool-versions|runtime\.txt|\.?mise\.toml)$/.test(fileName(path)),
  parse(text, path) {
    const name = fileName(path);
    if (name === 'runtime.txt') return only(/^python-(\d+\.\d+(?:\.\d+)?)[ \t]*$/m.exec(text)?.[1]);
    if (name === '.python-version') return only(/^[ \t]*(?:cpython-)?v?(\d+\.\d+(?:\.\d+)?)[ \t]*$/m.exec(text)?.[1]);
    return only(/^[ \t]*python[ \t]*=?[ \t]*["']?(\d+\.\d+(?:\.\d+)?)/m.exec(text)?.[1]);
  },
};

/** Binder's `r-4.2-2023-01-01`, where the date fixes every package of CRAN, and rig's `.r-version`. */
export const rVersion: EnvironmentFormat = {
  id: 'r-version',
  title: 'R version file',
  ecosystem: 'cran',
  recognize: (path) => /^(runtime\.txt|\.r-version)$/.test(fileName(path)),
  parse(text, path) {
    if (fileName(path) === '.r-version') return only(/^[ \t]*(\d+\.\d+(?:\.\d+)?)[ \t]*$/m.exec(text)?.[1]);
    const r = /^r(?:-(\d+\.\d+(?:\.\d+)?))?-(\d{4}-\d{2}-\d{2})[ \t]*$/m.exec(text);
    if (!r) return undefined;
    const snapshot = { name: 'CRAN snapshot', line: 1, pin: 'exact' as const, version: r[2]!, hashed: false };
    return { declarations: [snapshot], closure: true, problems: [], ...(r[1] !== undefined && { interpreter: r[1] }) };
  },
};

const only = (interpreter: string | undefined): Declared | undefined =>
  interpreter === undefined ? undefined : { declarations: [], closure: false, problems: [], interpreter };
