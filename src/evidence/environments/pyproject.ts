import { parseToml } from '../../containers/toml-document.js';
import {
  brokenFile,
  type Declaration,
  type EnvironmentFormat,
  fileName,
  listOf,
  normalizePythonName,
  recordOf,
  textOf,
} from './declaration.js';
import { exactPython } from './python-locks.js';
import { parsePythonRequirement, pinOfSpecifier, pinOfUrl } from './python-requirement.js';

/** What a Python project asks for: the standard table, dependency groups, and Poetry's own. */
export const pyproject: EnvironmentFormat = {
  id: 'pyproject',
  title: 'pyproject.toml',
  ecosystem: 'pypi',
  recognize: (path) => fileName(path) === 'pyproject.toml',
  parse(text) {
    const parsed = parseToml(text);
    if ('message' in parsed) return brokenFile(parsed.line, parsed.message);
    const root = recordOf(parsed.value);
    const project = recordOf(root['project']);
    const poetry = recordOf(recordOf(root['tool'])['poetry']);
    const lines = text.split('\n');
    const standard = (wishes: readonly unknown[]): Declaration[] =>
      wishes.flatMap((wish) => {
        const declaration = typeof wish === 'string' ? parsePythonRequirement(wish, lineWith(lines, wish)) : undefined;
        return declaration ? [declaration] : [];
      });
    const added = [project['optional-dependencies'], root['dependency-groups']].flatMap((groups) =>
      Object.values(recordOf(groups)).flatMap(listOf),
    );
    const groups = Object.values(recordOf(poetry['group'])).map((group) => recordOf(group)['dependencies']);
    const optional = [
      ...standard(added),
      ...[poetry['dev-dependencies'], ...groups].flatMap((table) => poetryTable(recordOf(table), lines)),
    ];
    const interpreter = exactPython(project['requires-python'] ?? recordOf(poetry['dependencies'])['python']);
    return {
      declarations: [
        ...standard(listOf(project['dependencies'])),
        ...poetryTable(recordOf(poetry['dependencies']), lines),
        ...optional.map((item) => ({ ...item, optional: true as const })),
      ],
      closure: false,
      problems: [],
      ...(interpreter !== undefined && { interpreter }),
    };
  },
};

/** What Pipenv was asked for. */
export const pipfile: EnvironmentFormat = {
  id: 'pipfile',
  title: 'Pipfile',
  ecosystem: 'pypi',
  recognize: (path) => fileName(path) === 'Pipfile',
  parse(text) {
    const parsed = parseToml(text);
    if ('message' in parsed) return brokenFile(parsed.line, parsed.message);
    const root = recordOf(parsed.value);
    const lines = text.split('\n');
    const interpreter = exactPython(recordOf(root['requires'])['python_version']);
    return {
      declarations: ['packages', 'dev-packages'].flatMap((table) => poetryTable(recordOf(root[table]), lines)),
      closure: false,
      problems: [],
      ...(interpreter !== undefined && { interpreter }),
    };
  },
};

/** A table `name = "constraint"` or `name = { version = …, git = … }`; Poetry's `^` and `~` are ranges, a bare number is exact. */
function poetryTable(table: Record<string, unknown>, lines: readonly string[]): Declaration[] {
  return Object.entries(table).flatMap(([name, value]) => {
    if (name === 'python') return [];
    const base = { name: normalizePythonName(name), line: lineStarting(lines, name) };
    const entry = typeof value === 'string' ? { version: value } : recordOf(Array.isArray(value) ? value[0] : value);
    if ('path' in entry) return [];
    const git = textOf(entry['git']);
    if (git !== undefined)
      return [{ ...base, ...pinOfUrl(`git+${git}@${textOf(entry['rev']) ?? textOf(entry['tag']) ?? 'HEAD'}`) }];
    const constraint = textOf(entry['version']) ?? '*';
    return [{ ...base, ...pinOfSpecifier(/^\d[\w.+]*$/.test(constraint) ? `==${constraint}` : constraint) }];
  });
}

/** 1-based line of the string literal, else 1. */
const lineWith = (lines: readonly string[], wish: string): number =>
  Math.max(
    0,
    lines.findIndex((line) => line.includes(`"${wish}"`) || line.includes(`'${wish}'`)),
  ) + 1;

/** 1-based line that assigns the key, else 1. */
const lineStarting = (lines: readonly string[], key: string): number =>
  Math.max(
    0,
    lines.findIndex(
      (line) => line.replace(/["']/g, '').trimStart().startsWith(`${key} `) || line.startsWith(`${key}=`),
    ),
  ) + 1;
