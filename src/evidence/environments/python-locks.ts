import { parseToml } from '../../containers/toml-document.js';
import {
  brokenFile,
  type Declaration,
  type Declared,
  type EnvironmentFormat,
  fileName,
  isInside,
  listOf,
  normalizePythonName,
  recordOf,
  textOf,
} from './declaration.js';

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/i;

/** Lock of uv: universal, every distribution with its digest. */
export const uvLock: EnvironmentFormat = {
  id: 'uv-lock',
  title: 'uv lockfile',
  ecosystem: 'pypi',
  recognize: (path) => fileName(path) === 'uv.lock',
  parse: (text) => tomlLock(text, 'package', (value) => exactPython(value['requires-python']), uvPackage),
};

/** The standard lock (PEP 751). */
export const pylock: EnvironmentFormat = {
  id: 'pylock',
  title: 'pylock.toml',
  ecosystem: 'pypi',
  recognize: (path) => /^pylock(\.[^.]+)?\.toml$/.test(fileName(path)),
  parse: (text) => tomlLock(text, 'packages', (value) => exactPython(value['requires-python']), pylockPackage),
};

export const poetryLock: EnvironmentFormat = {
  id: 'poetry-lock',
  title: 'Poetry lockfile',
  ecosystem: 'pypi',
  recognize: (path) => fileName(path) === 'poetry.lock',
  parse: (text) =>
    tomlLock(text, 'package', (value) => exactPython(recordOf(value['metadata'])['python-versions']), poetryPackage),
};

export const pdmLock: EnvironmentFormat = {
  id: 'pdm-lock',
  title: 'PDM lockfile',
  ecosystem: 'pypi',
  recognize: (path) => fileName(path) === 'pdm.lock',
  parse: (text) => tomlLock(text, 'package', (value) => exactPython(value['requires_python']), pdmPackage),
};

/** One entry of a lock: what pins it, or nothing where it is the project itself. */
type PackageReader = (
  entry: Record<string, unknown>,
  root: Record<string, unknown>,
) => Omit<Declaration, 'name' | 'line'> | undefined;

/** Locks that are a TOML list of tables with `name` and `version`. */
function tomlLock(
  text: string,
  key: string,
  interpreterOf: (root: Record<string, unknown>) => string | undefined,
  read: PackageReader,
): Declared {
  const parsed = parseToml(text);
  if ('message' in parsed) return brokenFile(parsed.line, parsed.message);
  const root = recordOf(parsed.value);
  const lines = headerLines(text, key);
  const declarations = listOf(root[key]).flatMap((item, index) => {
    const entry = recordOf(item);
    const name = textOf(entry['name']);
    const pin = read(entry, root);
    return name === undefined || pin === undefined
      ? []
      : [{ name: normalizePythonName(name), line: lines[index] ?? 1, ...pin }];
  });
  const interpreter = interpreterOf(root);
  return { declarations, closure: true, problems: [], ...(interpreter !== undefined && { interpreter }) };
}

/** Lines of `[[key]]`, in order. */
const headerLines = (text: string, key: string): number[] =>
  text.split('\n').flatMap((line, index) => (line.trim() === `[[${key}]]` ? [index + 1] : []));

function uvPackage(entry: Record<string, unknown>): ReturnType<PackageReader> {
  const source = recordOf(entry['source']);
  const version = textOf(entry['version']);
  const path = textOf(source['virtual'] ?? source['editable'] ?? source['directory'] ?? source['path']);
  if (path !== undefined && isInside(path)) return undefined;
  const git = textOf(source['git']);
  if (git !== undefined) return pinOfCommit(/#([0-9a-f]{40})$/i.exec(git)?.[1], version, git);
  if (path !== undefined) return localPath(path);
  const files = [entry['sdist'], ...listOf(entry['wheels'])].filter((file) => file !== undefined).map(recordOf);
  if (isOfOneMachine(files)) return localPath('/');
  return exact(version, files.length > 0 && files.every((file) => textOf(file['hash']) !== undefined));
}

function pylockPackage(entry: Record<string, unknown>): ReturnType<PackageReader> {
  const version = textOf(entry['version']);
  if ('directory' in entry) return localPath(textOf(recordOf(entry['directory'])['path']) ?? '');
  if ('vcs' in entry) return pinOfCommit(textOf(recordOf(entry['vcs'])['commit-id']), version, 'a repository');
  const files = [entry['archive'], entry['sdist'], ...listOf(entry['wheels'])]
    .filter((file) => file !== undefined)
    .map(recordOf);
  if (isOfOneMachine(files)) return localPath('/');
  const hashed = files.length > 0 && files.every((file) => Object.keys(recordOf(file['hashes'])).length > 0);
  return version === undefined && hashed ? { pin: 'exact', hashed } : exact(version, hashed);
}

function poetryPackage(entry: Record<string, unknown>, root: Record<string, unknown>): ReturnType<PackageReader> {
  const source = recordOf(entry['source']);
  const version = textOf(entry['version']);
  if (source['type'] === 'git') return pinOfCommit(textOf(source['resolved_reference']), version, 'a repository');
  if (source['type'] === 'directory' || source['type'] === 'file') return localPath(textOf(source['url']) ?? '');
  const oldFiles = recordOf(recordOf(root['metadata'])['files'])[String(entry['name'])];
  const files = [...listOf(entry['files']), ...listOf(oldFiles)].map(recordOf);
  return exact(version, files.length > 0 && files.every((file) => textOf(file['hash']) !== undefined));
}

function pdmPackage(entry: Record<string, unknown>): ReturnType<PackageReader> {
  const version = textOf(entry['version']);
  if ('git' in entry) return pinOfCommit(textOf(entry['revision']), version, String(entry['git']));
  if ('path' in entry) return localPath(textOf(entry['path']) ?? '');
  const files = listOf(entry['files']).map(recordOf);
  return exact(version, files.length > 0 && files.every((file) => textOf(file['hash']) !== undefined));
}

const exact = (version: string | undefined, hashed: boolean): ReturnType<PackageReader> =>
  version === undefined ? { pin: 'bare', hashed } : { pin: 'exact', version, hashed };

/** A path inside the repository is part of it and fixed with it; a path outside is not here at all. */
const localPath = (path: string): ReturnType<PackageReader> =>
  isInside(path) ? undefined : { pin: 'broken', wish: path, hashed: false, why: 'a path outside of the repository' };

/** An index in the file system of whoever locked: nobody else finds these files. */
const isOfOneMachine = (files: readonly Record<string, unknown>[]): boolean =>
  files.length > 0 && files.every((file) => !isInside(textOf(file['url']) ?? textOf(file['path']) ?? 'here'));

function pinOfCommit(commit: string | undefined, version: string | undefined, wish: string): ReturnType<PackageReader> {
  if (commit !== undefined && COMMIT.test(commit)) return { pin: 'exact', version: version ?? commit, hashed: true };
  return { pin: 'range', wish, hashed: false, why: 'a repository without commit' };
}

/** A version of Python that a constraint fixes: `==3.11.*`, `~=3.11.4` (any 3.11), `3.12`; ranges over minors fix none. */
export function exactPython(constraint: unknown): string | undefined {
  const text = textOf(constraint)?.replace(/\s+/g, '');
  if (text === undefined) return undefined;
  const fixed = /^(?:={2,3})?(\d+\.\d+(?:\.\d+)?)(?:\.\*)?$|^~=(\d+\.\d+)\.\d+$/.exec(text);
  if (fixed) return fixed[1] ?? fixed[2];
  const between = /^>=(\d+)\.(\d+)(?:\.\d+)?,<(\d+)\.(\d+)(?:\.0)?$/.exec(text);
  if (between && between[1] === between[3] && Number(between[4]) === Number(between[2]) + 1)
    return `${between[1]}.${between[2]}`;
  return undefined;
}
