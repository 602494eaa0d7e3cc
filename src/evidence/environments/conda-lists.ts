import { type Declaration, type Declared, type EnvironmentFormat, fileName } from './declaration.js';
import { isCondaList } from './requirements.js';

/** Output of `conda list --explicit` (one URL a line) or `--export` (`name=version=build`), under many names. */
export const condaList: EnvironmentFormat = {
  id: 'conda-list',
  title: 'explicit conda list',
  ecosystem: 'conda',
  recognize: (path) =>
    /\.(txt|lock)$/i.test(fileName(path)) &&
    /(conda|spec|explicit|requirement|environment|env|linux-64|osx-|win-64|pin)/i.test(fileName(path)),
  parse(text) {
    if (!isCondaList(text)) return undefined;
    const declarations = text.split('\n').flatMap((raw, index) => {
      const content = raw.trim();
      if (content === '' || content.startsWith('#') || content === '@EXPLICIT') return [];
      return [/^(https?|file):/.test(content) ? packageUrl(content, index + 1) : exported(content, index + 1)];
    });
    return withInterpreter(declarations, []);
  },
};

/** `https://…/numpy-1.26.4-py311h64a7726_0.conda#<digest>`. */
export function packageUrl(url: string, line: number): Declaration {
  const [address = '', digest = ''] = url.split('#');
  const file = /([^/]+?)-([^-/]+)-([^-/]+?)\.(conda|tar\.bz2)$/.exec(address);
  if (!file)
    return { name: url.slice(0, 80), line, pin: 'broken', hashed: false, why: 'not an address of a conda package' };
  return { name: file[1]!, line, pin: 'exact', version: file[2]!, hashed: /^(sha256:)?[0-9a-f]{32,64}$/i.test(digest) };
}

function exported(content: string, line: number): Declaration {
  const [name = '', version, build = ''] = content.split('=').filter((part) => part !== '');
  if (version === undefined) return { name, line, pin: 'bare', hashed: false };
  return { name, line, pin: 'exact', version, hashed: false, ...(build.startsWith('pypi') && { wish: 'from PyPI' }) };
}

/** A conda list is whole; its interpreter is one of its packages. */
export function withInterpreter(declarations: Declaration[], problems: Declared['problems']): Declared {
  const interpreter = declarations.find((item) => item.name === 'python' || item.name === 'r-base')?.version;
  return { declarations, closure: true, problems, ...(interpreter !== undefined && { interpreter }) };
}

/** Lock of conda-lock: machine-written YAML, read line by line, because such files reach many megabytes. */
export const condaLock: EnvironmentFormat = {
  id: 'conda-lock',
  title: 'conda-lock file',
  ecosystem: 'conda',
  recognize: (path) => /conda-lock\.ya?ml$/i.test(fileName(path)),
  parse(text) {
    const problems: Declared['problems'] = [];
    const person = text.split('\n').findIndex((line) => /git_user_(name|email):/.test(line));
    if (person !== -1) problems.push({ line: person + 1, message: 'git_metadata names a person' });
    const declarations = yamlRecords(text, 'package').flatMap(({ line, fields }): Declaration[] => {
      const name = fields.get('name');
      const version = fields.get('version');
      if (name === undefined) return [];
      const hashed = fields.has('sha256') || fields.has('md5');
      return [
        version === undefined ? { name, line, pin: 'bare', hashed } : { name, line, pin: 'exact', version, hashed },
      ];
    });
    return withInterpreter(declarations, problems);
  },
};

/** Lock of pixi, versions 4 to 6. */
export const pixiLock: EnvironmentFormat = {
  id: 'pixi-lock',
  title: 'pixi lockfile',
  ecosystem: 'conda',
  recognize: (path) => fileName(path) === 'pixi.lock',
  parse(text) {
    const declarations = yamlRecords(text, 'packages').flatMap(({ line, fields }): Declaration[] => {
      const address = fields.get('conda') ?? fields.get('url') ?? fields.get('pypi') ?? fields.get('path') ?? '';
      const hashed = fields.has('sha256') || fields.has('md5');
      if (/\.(conda|tar\.bz2)$/.test(address)) return [{ ...packageUrl(address, line), hashed }];
      const [name, version] = [fields.get('name'), fields.get('version')];
      if (name === undefined || /^[./]/.test(address)) return [];
      return [
        version === undefined ? { name, line, pin: 'bare', hashed } : { name, line, pin: 'exact', version, hashed },
      ];
    });
    return withInterpreter(declarations, []);
  },
};

interface YamlRecord {
  line: number;
  fields: Map<string, string>;
}

/** Items of the top-level list `key`, with the scalar fields of each, nested ones by their own names. */
function yamlRecords(text: string, key: string): YamlRecord[] {
  const records: YamlRecord[] = [];
  let inside = false;
  let indent = '';
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\S/.test(line) && !line.startsWith('-')) inside = line.trimEnd() === `${key}:`;
    if (!inside) continue;
    const item = /^(\s*)- (.*)$/.exec(line);
    if (item && (records.length === 0 || item[1] === indent)) {
      indent = item[1]!;
      records.push({ line: index + 1, fields: new Map() });
    }
    const field = /^[\s-]*([A-Za-z_][\w-]*):\s+(.+)$/.exec(line);
    const record = records.at(-1);
    if (field && record && !record.fields.has(field[1]!))
      record.fields.set(field[1]!, field[2]!.replace(/^(["'])(.*)\1$/, '$2'));
  }
  return records;
}
