import { type Declared, type EnvironmentFormat, fileName } from './declaration.js';

/** Files that fix the interpreter alone; they complete a lock beside or below them. */
export const pythonVersion: EnvironmentFormat = {
  id: 'python-version',
  title: 'interpreter version file',
  ecosystem: 'generic',
  recognize: (path) =>
    /^(\.python-version|\.tool-versions|runtime\.txt|\.?mise\.toml|\.r-version|\.julia-version)$/.test(fileName(path)),
  parse(text, path) {
    const name = fileName(path);
    if (name === 'runtime.txt') return runtime(text);
    const version =
      name === '.tool-versions' || name.endsWith('mise.toml')
        ? /^\s*python\s*=?\s*["']?(\d+\.\d+(?:\.\d+)?)/m.exec(text)?.[1]
        : /^\s*(?:cpython-)?v?(\d+\.\d+(?:\.\d+)?)\s*$/m.exec(text)?.[1];
    return version === undefined ? undefined : only(version);
  },
};

/** Binder's and Heroku's file: `python-3.11.4`, or `r-4.2-2023-01-01`, where the date fixes every package of CRAN. */
function runtime(text: string): Declared | undefined {
  const python = /^python-(\d+\.\d+(?:\.\d+)?)\s*$/m.exec(text)?.[1];
  if (python !== undefined) return only(python);
  const r = /^r(?:-(\d+\.\d+(?:\.\d+)?))?-(\d{4}-\d{2}-\d{2})\s*$/m.exec(text);
  if (!r) return undefined;
  const snapshot = { name: 'CRAN snapshot', line: 1, pin: 'exact' as const, version: r[2]!, hashed: false };
  return { declarations: [snapshot], closure: true, problems: [], ...(r[1] !== undefined && { interpreter: r[1] }) };
}

const only = (interpreter: string): Declared => ({ declarations: [], closure: false, problems: [], interpreter });
