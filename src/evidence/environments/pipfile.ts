import { parseJsonText } from '../../containers/json-text.js';
import {
  brokenFile,
  type Declaration,
  type EnvironmentFormat,
  fileName,
  normalizePythonName,
  recordOf,
  textOf,
} from './declaration.js';
import { pinOfSpecifier } from './python-requirement.js';

/** Lock of Pipenv. */
export const pipfileLock: EnvironmentFormat = {
  id: 'pipfile-lock',
  title: 'Pipfile.lock',
  ecosystem: 'pypi',
  recognize: (path) => fileName(path) === 'Pipfile.lock',
  parse(text) {
    const parsed = parseJsonText(text);
    if ('message' in parsed) return brokenFile(parsed.line, parsed.message);
    const root = recordOf(parsed.value);
    const declarations = ['default', 'develop'].flatMap((section) =>
      Object.entries(recordOf(root[section])).map(([name, entry]) =>
        lockedPackage(name, recordOf(entry), parsed.lineOf([section, name])),
      ),
    );
    const requires = recordOf(recordOf(root['_meta'])['requires']);
    const interpreter = textOf(requires['python_full_version']) ?? textOf(requires['python_version']);
    return { declarations, closure: true, problems: [], ...(interpreter !== undefined && { interpreter }) };
  },
};

function lockedPackage(name: string, entry: Record<string, unknown>, line: number): Declaration {
  const base = { name: normalizePythonName(name), line };
  const ref = textOf(entry['ref']);
  if ('git' in entry) {
    if (ref !== undefined && /^[0-9a-f]{40}$/i.test(ref)) return { ...base, pin: 'exact', version: ref, hashed: true };
    return { ...base, pin: 'range', hashed: false, why: 'a branch or tag of a repository can move; name the commit' };
  }
  if ('path' in entry || entry['editable'] === true) return { ...base, pin: 'exact', hashed: true };
  const hashed = Array.isArray(entry['hashes']) && entry['hashes'].length > 0;
  return { ...base, ...pinOfSpecifier(textOf(entry['version']) ?? ''), hashed };
}
